-- How a reader cites what an answer rests on ("page iv (4 of the file), lines 3 to 9, ABC000123"), as it was when the answer was given; null where the number of the page says all.
alter table citations add column place text;
