-- How sure the recogniser was of each word of a page whose text was recognised in its picture, 0 to 100; null for text of the file's own.
alter table pages add column confidences smallint[];
