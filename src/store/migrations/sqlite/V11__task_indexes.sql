-- What waits for its day, and what holds a value of a field, are found without reading all.
CREATE INDEX task_waiting ON task (id) WHERE planned_start IS NULL;
CREATE INDEX task_value_field ON task_value (field_id);
