-- What your own application keeps of its customers.
CREATE TABLE customers (
  slug TEXT PRIMARY KEY, -- for ever
  name TEXT NOT NULL,
  plan TEXT NOT NULL,
  domain TEXT,
  closing INTEGER NOT NULL DEFAULT 0 -- gave notice; the row goes a run later
);
CREATE TABLE admins (slug TEXT NOT NULL REFERENCES customers, email TEXT NOT NULL);

INSERT INTO customers VALUES
  ('brightwater', 'Brightwater Ltd', 'team', 'brightwater.example', 0),
  ('corvid-press', 'Corvid Press', 'trial', NULL, 0);
INSERT INTO admins VALUES
  ('brightwater', 'imke@brightwater.example'),
  ('corvid-press', 'noor@corvid-press.example');
