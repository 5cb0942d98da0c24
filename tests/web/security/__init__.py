"""What must hold for every page, whatever it shows: the gate, headers, cookies, uploads, load."""
