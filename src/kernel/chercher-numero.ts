/** Ce qui sépare les chiffres d’un numéro, et l’indicatif de la France, qu’on n’y compose pas. La base en tire `tiers.telephone_compose`. */
export const SEPARATEURS = '[\\s\\u00a0\\u202f./()-]'
export const INDICATIF = '^(?:\\+33|0033)0?'

/**
 * Les chiffres d’un numéro que l’on cherche (téléphone, SIRET, dossier), quelle que soit la façon de l’écrire ; un téléphone en +33 devient
 * celui que l’on compose en France. Rien si ce n’en est pas un : des lettres, ou moins de cinq chiffres.
 */
export const chiffresCherches = (demande: string): string | undefined => {
  if (!/^[+\d(][\d\s./()+-]{4,40}$/.test(demande.trim())) return undefined
  const chiffres = demande
    .replace(new RegExp(SEPARATEURS, 'g'), '')
    .replace(new RegExp(INDICATIF), '0')
    .replace(/\D/g, '')
  return chiffres.length >= 5 ? chiffres : undefined
}

/** « S-2026-118 », « s 2026 118 » et « s2026118 » sont le même numéro ; rien s’il n’a aucun chiffre. */
export const numeroCherche = (demande: string): string | undefined => {
  const net = demande.toLowerCase().replace(/[^a-z0-9]/g, '')
  return /\d/.test(net) && net.length >= 3 ? net : undefined
}
