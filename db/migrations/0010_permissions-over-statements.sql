insert into role_permission (role, action) values
  ('clerk', 'statements.read'), ('accountant', 'statements.read'), ('auditor', 'statements.read'),
  ('clerk', 'statements.import'), ('accountant', 'statements.import'),
  ('clerk', 'matching.write'), ('accountant', 'matching.write');
