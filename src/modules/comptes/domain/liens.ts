/**
 * Les liens personnels : un but, une durée, un seul usage. Un stagiaire n’a pas de compte, il reçoit un lien
 * par geste. Le secret n’est connu que du porteur ; la base n’en garde que l’empreinte.
 */
export const buts = {
  invitation: { dureeMin: 7 * 24 * 60, phrase: 'rejoindre un organisme' },
  reinitialisation: { dureeMin: 60, phrase: 'choisir un nouveau mot de passe' },
  'changement-courriel': { dureeMin: 24 * 60, phrase: 'confirmer une adresse' },
  signature: { dureeMin: 30 * 24 * 60, phrase: 'signer un document' },
  emargement: { dureeMin: 24 * 60, phrase: 'signer une demi-journée' },
  depot: { dureeMin: 30 * 24 * 60, phrase: 'déposer un document' },
  questionnaire: { dureeMin: 60 * 24 * 60, phrase: 'répondre à un questionnaire' },
  avis: { dureeMin: 30 * 24 * 60, phrase: 'rendre un avis' },
  espace: { dureeMin: 30 * 24 * 60, phrase: 'ouvrir son espace' },
  consultation: { dureeMin: 30 * 24 * 60, phrase: 'consulter un document' },
} as const satisfies Record<string, { dureeMin: number; phrase: string }>

export type ButLien = keyof typeof buts

/** « une heure », « sept jours » : telle que les courriels et l'aide la disent. */
export const dureeEnMots = (but: ButLien): string => {
  const { dureeMin } = buts[but]
  const [nombre, unite] =
    dureeMin % 1440 === 0 && dureeMin > 1440
      ? ([dureeMin / 1440, 'jour'] as const)
      : dureeMin % 60 === 0
        ? ([dureeMin / 60, 'heure'] as const)
        : ([dureeMin, 'minute'] as const)
  const mot = nombre === 1 ? (unite === 'jour' ? 'un' : 'une') : (petitsNombres[nombre - 2] ?? String(nombre))
  return `${mot}\u00a0${unite}${nombre > 1 ? 's' : ''}`
}
const petitsNombres = ['deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']
