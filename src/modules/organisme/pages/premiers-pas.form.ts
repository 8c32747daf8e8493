/** Fonder une instance : ce qui se lit, et ce que la fondation refuserait. */
import { z } from 'zod'
import { caseCochee, choix, courriel, facultatif, motDePasse, siret } from '#web/fields.ts'
import { avecLesSiens, type FormOf } from '#web/form.ts'
import { societes } from '../domain/forme.ts'
import { genresDeForme } from '../domain/identite.ts'
import { verifierPremiersPas } from '../gestes/premiers-pas.ts'
import { ligne } from './commun.tsx'

export const fields = z.object({
  nom: ligne({ min: 2, max: 250, vide: 'Écrivez le nom de la coopérative.' }),
  siret: siret(),
  forme: choix(genresDeForme),
  societe: facultatif(choix(societes)),
  cae: caseCochee(),
  prenom: ligne({ min: 1, max: 80, vide: 'Écrivez votre prénom.' }),
  nomPersonne: ligne({ min: 1, max: 80, vide: 'Écrivez votre nom.' }),
  courriel: courriel(),
  qualite: facultatif(ligne({ min: 2, max: 120, vide: '' })),
  anime: caseCochee(),
  motDePasse: motDePasse({ vide: 'Choisissez un mot de passe.' }),
  /** Demandé hors de la machine même : celui que le démarrage a écrit. */
  secret: facultatif(ligne({ min: 1, max: 80, vide: '' })),
})

export type JugeMotDePasse = (
  saisi: string,
  courriel: string,
  noms: readonly string[],
) => { readonly phrase: string } | undefined

/** Ce que la règle des mots de passe refuse de celui-ci ; rien : il convient, ou ne se lit pas. */
export const motDePasseRefuse = (
  { motDePasse: saisi, courriel: adresse = '', prenom, nomPersonne, nom }: Partial<z.output<typeof fields>>,
  juger: JugeMotDePasse,
): { readonly motDePasse?: string } => {
  const noms = [prenom, nomPersonne, nom].filter((n): n is string => !!n)
  const faible = saisi === undefined ? undefined : juger(saisi, adresse, noms)
  return faible ? { motDePasse: faible.phrase } : {}
}

/** Les refus des champs qui se lisent, avec les fautes des autres : ce qui ne se lit pas est tenu pour bon. */
export const avecRefusLisibles = (
  form: FormOf<typeof fields>,
  valides: Partial<z.output<typeof fields>>,
  juger: JugeMotDePasse,
): FormOf<typeof fields> => {
  const mot = motDePasseRefuse(valides, juger)
  if (valides.forme === undefined) return avecLesSiens(form, mot)
  const juge = verifierPremiersPas({
    nom: 'Coopérative',
    siret: '',
    forme: valides.forme,
    societe: undefined,
    cae: false,
    prenom: '',
    nomPersonne: '',
    courriel: '',
    ...valides,
  })
  return avecLesSiens(form, { ...(juge.ok ? {} : juge.error.champs), ...mot })
}
