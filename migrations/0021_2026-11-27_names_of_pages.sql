-- How lawyers cite a page: by the name that the file gives it ("iv", "A-3"), null when that is its number; by the identifier stamped on it ("ABC000123"); and by the numbers
-- before its lines, three numbers a line: number, top, bottom in points from the upper edge.
alter table pages add column label text;
alter table pages add column bates text;
alter table pages add column line_numbers real[];
