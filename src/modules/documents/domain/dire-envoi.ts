/** Ce qu’un envoi dit d’une pièce remise : son objet, et ce que la personne lit en l’ouvrant. */
type Dit = { readonly titre: string; readonly objet: string; readonly phrase: string }

const avant: Dit = {
  titre: 'À lire avant votre inscription',
  objet: 'À lire avant votre inscription',
  phrase:
    'et les pièces qui l’accompagnent. Lisez-les, gardez-les, puis dites par ce lien que vous les avez reçues',
}
const preuve = (nom: string): Dit => ({
  titre: nom,
  objet: nom,
  phrase: 'signé. Lisez-le, gardez-le, puis dites par ce lien que vous l’avez reçu',
})
const parGenre: Readonly<Record<string, Dit>> = {
  convocation: {
    titre: 'Votre convocation',
    objet: 'Votre convocation',
    phrase: 'et les pièces qui l’accompagnent. Gardez-les, puis dites par ce lien que vous les avez reçues',
  },
  'certificat-realisation': preuve('Votre certificat de réalisation'),
  attestation: preuve('Votre attestation de fin de formation'),
  'extrait-presence': preuve('Votre extrait de présence'),
}

export const direEnvoi = (genre: string): Dit =>
  Object.hasOwn(parGenre, genre) ? (parGenre[genre] ?? avant) : avant

/** Jours où le lien d’une remise vaut. */
export const joursDuLien = 30

/** Le courriel d’une remise dont on attend l’accusé, mot pour mot : ce qui part, et ce qu’un aperçu en montre. */
export const ecrireRemise = (r: {
  readonly nom: string
  readonly organisme: string
  readonly genre: string
  readonly libelle: string
  readonly lien: string
}): { readonly objet: string; readonly texte: string } => {
  const dit = direEnvoi(r.genre)
  return {
    objet: `${dit.objet}\u00a0: ${r.libelle}`,
    texte: `Bonjour ${r.nom},

${r.organisme} vous remet «\u00a0${r.libelle}\u00a0» ${dit.phrase}\u00a0:

${r.lien}

Il n’est qu’à vous et vaut ${joursDuLien} jours.

${r.organisme}
`,
  }
}
