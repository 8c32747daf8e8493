/** Ce que le site garde d’un envoi sans compte : des jours tant que le courriel n’est pas prouvé, des mois ensuite. */
export const JOURS_SANS_PREUVE = { message: 3, lettre: 7 } as const
export const MOIS_GARDES = 13
