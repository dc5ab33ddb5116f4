-- What the syllables of names begin with, in overlapping pairs: a ticket's customer and product, customers, products.
-- The program fills them from what is there, since it alone takes syllables apart.
CREATE VIRTUAL TABLE ticket_initials USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');
CREATE VIRTUAL TABLE customer_initials USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');
CREATE VIRTUAL TABLE product_initials USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');

-- What a serial number, a telephone number, a name or a customer leads to.
CREATE INDEX ticket_lot ON ticket (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX repair_customer ON repair (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX customer_name ON customer (lower(name));
CREATE INDEX customer_phone ON customer
    (replace(replace(replace(replace(replace(replace(phone, '-', ''), ' ', ''), '.', ''), '(', ''), ')', ''), '+', ''))
    WHERE phone IS NOT NULL;
-- Codes without what people write between their letters.
CREATE INDEX coupon_letters ON coupon (upper(replace(replace(code, '-', ''), ' ', '')));
