-- What a message encloses: a document as it was when the message was written, as a sheet (JSON). It is drawn
-- when the message leaves, the same in every try. What it says can be redacted, as the message can.
CREATE TABLE mail_sheet (
    mail_id   INTEGER NOT NULL REFERENCES mail (id),
    position  INTEGER NOT NULL CHECK (position > 0),
    name      TEXT NOT NULL CHECK (name <> ''),
    sheet     TEXT NOT NULL CHECK (json_valid(sheet)),
    PRIMARY KEY (mail_id, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER mail_sheet_keys BEFORE UPDATE ON mail_sheet
    WHEN NEW.mail_id <> OLD.mail_id OR NEW.position <> OLD.position BEGIN
    SELECT RAISE(ABORT, 'what a message encloses never changes its place');
END;
CREATE TRIGGER mail_sheet_no_replace BEFORE INSERT ON mail_sheet
    WHEN EXISTS (SELECT 1 FROM mail_sheet WHERE mail_id = NEW.mail_id AND position = NEW.position) BEGIN
    SELECT RAISE(ABORT, 'what a message encloses is never replaced');
END;
CREATE TRIGGER mail_sheet_no_delete BEFORE DELETE ON mail_sheet BEGIN
    SELECT RAISE(ABORT, 'what a message encloses is never deleted');
END;
