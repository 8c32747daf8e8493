/**
 * La condition SQL « ce schéma est à nous » (`n` est pg_namespace). La file de tâches est à graphile-worker,
 * `ext` aux extensions : un essai à part dit que l'application n'a aucun droit dans la première.
 */
export const nosSchemas = `n.nspname !~ '^pg_' and n.nspname <> all ('{information_schema,graphile_worker,ext}')`
