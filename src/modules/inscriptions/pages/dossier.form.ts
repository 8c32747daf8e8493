import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterCentimes, type Montant } from '#kernel/montant.ts'
import { uneLigne } from '#kernel/texte.ts'
import type { Adresse } from '#modules/tiers/index.ts'
import { choix, courriel, date, duree, facultatif, montant, rangs, siret, texte } from '#web/fields.ts'
import { avecLesSiens, emptyForm, type FormOf, rowsOf, withAlert, withErrors } from '#web/form.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { acheteurs, circonstances, listeDispositifs } from '../domain/dossier.ts'
import { resteDu } from '../domain/financement.ts'
import { type DossierSaisi, type RefusDossier, refusDAcheteur } from '../gestes/composer-dossier.ts'

export const maxLignes = 20
const coche = texte({ max: 5 })

const ligne = z.object({
  dispositif: choix(listeDispositifs, { phrase: 'Choisissez d’où vient l’argent.' }),
  payeur: texte({ max: 200 }),
  montant: facultatif(montant()),
  subrogation: coche,
  accord: texte({ max: 100 }),
  accordLe: facultatif(date()),
  pour: texte({ max: 40 }),
  heures: facultatif(duree()),
})

export const fields = z.object({
  acheteur: choix(acheteurs, { phrase: 'Dites qui achète.' }),
  structure: texte({ max: 200 }),
  siret: facultatif(siret()),
  adresse: texte({ max: 300 }),
  codePostal: texte({ max: 10 }),
  ville: texte({ max: 100 }),
  prenom: texte({ max: 100 }),
  nom: texte({ max: 100 }),
  courriel: facultatif(courriel()),
  qualite: texte({ max: 200 }),
  individuel: coche,
  circonstance: choix(circonstances, { phrase: 'Dites comment l’engagement se conclut.' }),
  prix: montant({ vide: 'Écrivez le prix ; 0 si rien n’est dû.' }),
  objectif: texte({ max: 2000 }),
  reference: texte({ max: 100 }),
  version: texte({ max: 10 }),
  lignes: rangs(ligne, { max: maxLignes }),
})
export type FormulaireDossier = FormOf<typeof fields>

export const enDossier = (d: z.output<typeof fields>): DossierSaisi => ({
  acheteur: d.acheteur,
  structure:
    d.structure === '' || d.acheteur === 'personne'
      ? undefined
      : { nom: uneLigne(d.structure), siret: d.siret },
  signataire:
    d.prenom === '' || d.nom === ''
      ? undefined
      : { prenom: uneLigne(d.prenom), nom: uneLigne(d.nom), courriel: d.courriel },
  adresse: {
    adresse: d.adresse,
    codePostal: uneLigne(d.codePostal),
    ville: uneLigne(d.ville),
  },
  qualite: d.qualite === '' ? undefined : uneLigne(d.qualite),
  individuelASesFrais: d.individuel !== '',
  circonstance: d.circonstance,
  objectif: d.objectif === '' ? undefined : d.objectif,
  reference: d.reference === '' ? undefined : uneLigne(d.reference),
  prix: d.prix,
  lignes: d.lignes.map((l) => ({
    dispositif: l.dispositif,
    payeur: uneLigne(l.payeur),
    montant: l.montant,
    subrogation: l.subrogation !== '',
    accordReference: l.accord === '' ? undefined : uneLigne(l.accord),
    accordLe: l.accordLe,
    minutes: l.heures,
    inscription: l.pour === '' ? undefined : l.pour,
  })),
})

export const gesteReste = 'lignes:reste'

/** Ce que les lignes laissent, et que l’acheteur paierait ; un organisme qui sous-traite paie tout, lui. */
export const resteDeLAcheteur = (d: z.output<typeof fields>): Montant | undefined =>
  d.acheteur === 'organisme-formation' ? undefined : resteDu(d.lignes, d.prix)

/** La ligne du reste, à la charge de l’acheteur, après celles qui sont écrites. */
export const ajouterLeReste = (form: FormulaireDossier, d: z.output<typeof fields>): FormulaireDossier => {
  const reste = resteDeLAcheteur(d)
  const rang = rowsOf(form, 'lignes', 0)
  if (reste === undefined || rang >= maxLignes) return form
  const values = new Map(form.values)
  values.set(`lignes[${rang}].dispositif`, [d.acheteur === 'personne' ? 'particulier' : 'entreprise'])
  values.set(`lignes[${rang}].montant`, [formaterCentimes(reste)])
  return { ...form, values, errors: new Map(), rows: new Map([...(form.rows ?? []), ['lignes', rang + 1]]) }
}

const champDe = { structure: 'structure', signataire: 'nom', acheteur: 'acheteur' } as const

/** Chaque refus à son champ ; ceux du dossier entier, en tête. Les rangs vides ont déjà été laissés de côté. */
export const poserRefus = (form: FormulaireDossier, refusees: readonly RefusDossier[]): FormulaireDossier => {
  const erreurs: Record<string, string> = {}
  let alerte: string | undefined
  for (const r of refusees) {
    if (r.champ === 'lignes')
      erreurs[r.rang === undefined ? 'lignes' : `lignes[${r.rang}].dispositif`] ??= r.phrase
    else if (r.champ) erreurs[champDe[r.champ]] ??= r.phrase
    else alerte ??= r.phrase
  }
  const pose = withErrors(form, erreurs)
  return alerte === undefined ? pose : withAlert(pose, alerte)
}

/** Le nom de qui achète se demande avec les fautes de forme, et non après elles. */
export const avecRefusLisibles = (
  form: FormulaireDossier,
  v: Partial<z.output<typeof fields>>,
): FormulaireDossier => {
  const { acheteur, structure, prenom, nom } = v
  if (acheteur === undefined || structure === undefined || prenom === undefined || nom === undefined)
    return form
  const refusees = refusDAcheteur({
    acheteur,
    structure: structure === '' ? undefined : { nom: structure, siret: undefined },
    signataire: prenom === '' || nom === '' ? undefined : { prenom, nom, courriel: undefined },
  })
  return avecLesSiens(form, Object.fromEntries(poserRefus({ ...form, errors: new Map() }, refusees).errors))
}

export const depart = (d?: DossierLu, chez?: Partial<Adresse>): FormulaireDossier =>
  d
    ? emptyForm(undefined, {
        acheteur: d.acheteur,
        structure: d.entreprise ? d.client : '',
        siret: d.siret ?? '',
        adresse: chez?.adresse ?? '',
        codePostal: chez?.codePostal ?? '',
        ville: chez?.ville ?? '',
        prenom: d.signatairePrenom ?? '',
        nom: d.signataireNom ?? '',
        courriel: d.signataireCourriel ?? '',
        qualite: d.signataireQualite ?? '',
        individuel: d.individuelASesFrais,
        circonstance: d.circonstance,
        prix: formaterCentimes(d.prix),
        objectif: d.objectif ?? '',
        reference: d.reference ?? '',
        version: String(d.version),
        lignes: d.financements.map((l) => ({
          dispositif: l.dispositif,
          payeur:
            (l.payeurEntreprise !== null && l.payeurEntreprise === d.entreprise) || l.payeurPersonne !== null
              ? ''
              : l.payeur,
          montant: formaterCentimes(l.montant),
          subrogation: l.subrogation,
          accord: l.accordReference ?? '',
          accordLe: l.accordLe ? formaterDate(l.accordLe, 'chiffres') : '',
          pour: l.inscription ?? '',
          heures: l.minutes ? formaterDuree(l.minutes) : '',
        })),
      })
    : // « À distance » est le cas ordinaire d'un dossier monté par courriel, et le plus protecteur.
      emptyForm(undefined, { acheteur: 'entreprise', circonstance: 'distance' })
