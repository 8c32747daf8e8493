// `pg` exporte ce module et n'en dit pas les types.
declare module 'pg/lib/utils' {
  /** Une valeur telle que la base la lit : du texte, des octets, ou rien. */
  export const prepareValue: (valeur: unknown) => string | Buffer | null
}
