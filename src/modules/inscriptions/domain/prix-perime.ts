/** Le prix du dossier a changé, et personne n’a signé l’ancien : la pièce qui le dit ne se signe plus. */
export const prixPerime = (
  p: { readonly genre: string; readonly client: boolean; readonly prix?: number | null },
  d: { readonly signe: boolean; readonly prix?: number },
): boolean =>
  (p.genre === 'convention' || p.genre === 'contrat') &&
  !p.client &&
  !d.signe &&
  typeof p.prix === 'number' &&
  d.prix !== undefined &&
  p.prix !== d.prix
