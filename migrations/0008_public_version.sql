-- core: one number that grows whenever something the public sees has changed.

CREATE TABLE public_version (
    id INT NOT NULL PRIMARY KEY CHECK (id = 1),
    version INT NOT NULL
) STRICT;
INSERT INTO public_version (id, version) VALUES (1, 1);
