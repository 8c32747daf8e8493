/** Le numéro d’un mobile français ou d’ailleurs, en forme internationale ; rien si ce n’en est pas un où un SMS arrive. */
export const lireMobile = (texte: string): string | undefined => {
  const chiffres = texte.replace(/[\s.\-()\u00a0\u202f]/g, '').replace(/^00/, '+')
  // La Réunion et Mayotte, la Guadeloupe, la Guyane, la Martinique : leurs mobiles, écrits d’ici.
  const outremer: Readonly<Record<string, string>> = {
    '0692': '262',
    '0693': '262',
    '0639': '262',
    '0690': '590',
    '0691': '590',
    '0694': '594',
    '0696': '596',
    '0697': '596',
  }
  const pays = outremer[chiffres.slice(0, 4)]
  if (pays && /^0\d{9}$/.test(chiffres)) return `+${pays}${chiffres.slice(1)}`
  const francais = /^(?:0|\+33)([67]\d{8})$/.exec(chiffres)
  if (francais) return `+33${francais[1]}`
  return /^\+(?!33)[1-9]\d{6,14}$/.test(chiffres) ? chiffres : undefined
}
