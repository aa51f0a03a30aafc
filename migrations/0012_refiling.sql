-- refiling: between which days before a recognition's end its holder files anew.

INSERT INTO term (name, valid_from, value, unit, law) VALUES ('refiling_opens_days', '2026-05-22', 180, 'day', 'QD26-2026/D7');
INSERT INTO term (name, valid_from, value, unit, law) VALUES ('refiling_closes_days', '2026-05-22', 120, 'day', 'QD26-2026/D7');
