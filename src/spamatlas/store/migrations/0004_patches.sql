-- Which campaign a report is of may change (docs/decisions/0015). Rows that say where they lay when they were written can be
-- changed by a small part beside theirs, which is read along with them, and merged into them later.
ALTER TABLE report MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1;
ALTER TABLE mention MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1;
ALTER TABLE judgement MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1;
ALTER TABLE campaign_member MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1;
