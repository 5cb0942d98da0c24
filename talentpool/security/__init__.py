"""Who may do what, where: permissions, roles as data, the gate, scope, keys."""
