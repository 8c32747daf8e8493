/** La fiche de la coopérative : ce qui s’y lit, et les refus qu’elle pose sur chaque champ. */
import { z } from 'zod'
import { lireCodePostal } from '#kernel/identifiants.ts'
import type { Refus } from '#kernel/refus.ts'
import { tailleLogoMax } from '#platform/pdf/logo.ts'
import {
  caseCochee,
  choix,
  courriel,
  date,
  entier,
  facultatif,
  fichierFacultatif,
  siret,
  viaParser,
} from '#web/fields.ts'
import { avecLesSiens, type FormOf } from '#web/form.ts'
import { societes } from '../domain/forme.ts'
import { type ChampIdentite, genresDeForme, type IdentiteSaisie, reglerIdentite } from '../domain/identite.ts'
import type { OrganismeLu } from '../domain/lus.ts'
import { champZone, libre, ligne } from './commun.tsx'

export const logo = { genres: ['svg'], max: tailleLogoMax } as const
const regimes = ['exonere', 'franchise', 'assujetti'] as const

export const fields = z.object({
  nom: ligne({ min: 2, max: 250, vide: 'Écrivez le nom de la coopérative.' }),
  forme: choix(genresDeForme),
  societe: facultatif(choix(societes)),
  cae: caseCochee(),
  capitalVariable: caseCochee(),
  formeLibelle: libre(120),
  siret: siret(),
  nda: libre(30),
  ndaPrefet: libre(80),
  uai: libre(20),
  adresse: libre(300),
  codePostal: facultatif(viaParser(lireCodePostal, 'Un code postal a cinq chiffres.')),
  ville: libre(120),
  courriel: courriel({ vide: 'Écrivez le courriel de la coopérative.' }),
  telephone: libre(30),
  site: libre(200),
  zone: champZone(),
  regimeTva: choix(regimes, {
    phrase: 'Dites si vos formations sont exonérées de TVA, en franchise ou taxées.',
  }),
  demandeRecueLe: facultatif(date()),
  tvaReference: libre(80),
  clotureJour: entier({ min: 1, max: 31 }),
  clotureMois: entier({ min: 1, max: 12 }),
  couleur: libre(20),
  logo: fichierFacultatif(logo),
  oterLogo: caseCochee(),
})

const sousChamp: Partial<Record<ChampIdentite, keyof z.input<typeof fields>>> = {
  cloture: 'clotureJour',
}
export const enErreurs = (champs: Partial<Record<ChampIdentite, Refus>>) =>
  Object.fromEntries(
    (Object.entries(champs) as [ChampIdentite, Refus][]).map(([champ, r]) => [
      sousChamp[champ] ?? champ,
      r.phrase,
    ]),
  )

type Lue = z.output<typeof fields>
export const enSaisie = (d: Lue): Omit<IdentiteSaisie, 'code'> => ({
  ...d,
  forme: {
    genre: d.forme,
    societe: d.societe,
    cae: d.cae,
    capitalVariable: d.capitalVariable,
    libelle: d.formeLibelle,
  },
  cloture: { mois: d.clotureMois, jour: d.clotureJour },
})

/** Ce que la fiche refuserait s’affiche avec les fautes de forme : ce qui ne se lit pas est tenu pour ce qui était écrit. */
export const avecRefusLisibles = (
  form: FormOf<typeof fields>,
  valides: Partial<Lue>,
  o: OrganismeLu,
): FormOf<typeof fields> => {
  // Sans la forme, ni la société ni la CAE ne se jugent.
  if (valides.forme === undefined) return form
  const jugee = reglerIdentite({
    code: o.code,
    ...enSaisie({
      nom: o.nom,
      forme: 'association',
      societe: undefined,
      cae: false,
      capitalVariable: false,
      formeLibelle: '',
      siret: o.siret,
      nda: '',
      ndaPrefet: '',
      uai: '',
      adresse: '',
      codePostal: undefined,
      ville: '',
      courriel: o.courriel,
      telephone: '',
      site: '',
      zone: o.zone,
      regimeTva: 'assujetti',
      demandeRecueLe: undefined,
      tvaReference: '',
      clotureJour: 1,
      clotureMois: 1,
      couleur: o.couleur,
      logo: undefined,
      oterLogo: false,
      ...valides,
    }),
  })
  return jugee.ok ? form : avecLesSiens(form, enErreurs(jugee.error.champs))
}
