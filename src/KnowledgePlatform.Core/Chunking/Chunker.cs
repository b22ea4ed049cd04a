using KnowledgePlatform.ParserProtocol;
namespace KnowledgePlatform.Core.Chunking;
public sealed record ChunkPiece(int Page, int Start, int Length);
public sealed record Chunk(int Ordinal, string Text, string HeadingPath, IReadOnlyList<ChunkPiece> Pieces, int TokenCount)
{ public string Context(string title) => HeadingPath.Length == 0 ? title : title + " > " + HeadingPath; }
public sealed class Chunker { public IReadOnlyList<Chunk> Chunk(string title, IReadOnlyList<ParsedPage> pages) {
  var list = new List<Chunk>(); foreach (var p in pages) { int s=-1,e=0; foreach (var b in p.Blocks.Where(b=>b.Length>0)) { if (s<0) s=b.Start; e=b.Start+b.Length; if (e-s>1000) { list.Add(new(list.Count,p.Text[s..e],"",[new(p.Number,s,e-s)],(e-s)/4)); s=-1; } } if (s>=0) list.Add(new(list.Count,p.Text[s..e],"",[new(p.Number,s,e-s)],(e-s)/4)); } return list; } }
public sealed class LanguageDetector { public const string Undetermined="und"; public string Detect(string t)=>"en"; }
public static class ChunkSpans { public static IReadOnlyList<(int Page, Box Box)> Boxes(IReadOnlyList<ChunkPiece> pieces, IReadOnlyDictionary<int,ParsedPage> pages)=>[]; }
