/** MuPDF rend en erreur ordinaire la mémoire qu’on lui refuse, ou la bombe qu’il a reconnue : son texte seul le dit. */
export const manqueDePlace = (erreur: unknown): boolean => /memory|mémoire|alloc|bomb/i.test(String(erreur))
