/** Ce que le formulaire de planification sait faire de ses rangs : les lire, les scinder, y poser les refus. */
import { z } from 'zod'
import { ajouterJours, type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { formaterHeure, lireHeure } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { asZone, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  choix,
  date,
  entier,
  facultatif,
  heure,
  heureDeFin,
  identifiant,
  lireDateEcrite,
  montant,
  rangs,
  texte,
  viaParser,
} from '#web/fields.ts'
import { avecLesSiens, type FormState, fieldValue, rowsOf, withAlert, withErrors } from '#web/form.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import { territoireDe } from '../domain/mots.ts'
import { planifierSession, type RefusPlanification } from '../domain/planifier-session.ts'
import { type Creneau, maxSeances, validerSeance } from '../domain/seance.ts'
import type { RefusModification } from '../gestes/ce-qui-change.ts'
import { refusEffectif } from '../gestes/planifier.ts'
import { lienConnexion } from '../lecture/champs.ts'

export const maxTitres = 4_000
const personne = () => facultatif(identifiant((t) => asId<'Personne'>(t) as PersonneId | undefined))

/** Où, avec qui, à quelles conditions : les mêmes champs pour planifier et pour changer après coup. */
const communs = {
  modalite: facultatif(choix(['presentiel', 'mixte', 'distance'])),
  salle: facultatif(identifiant(asId<'Salle'>)),
  etablissement: facultatif(identifiant(asId<'Etablissement'>)),
  lieu: texte({ max: 150 }),
  zone: viaParser(asZone, 'Choisissez un fuseau de la liste.'),
  lienConnexion: facultatif(lienConnexion()),
  formateurId: personne(),
  formateur: texte({ max: 200 }),
  coanimateurId: personne(),
  capacite: entier({ min: 1, max: 2000 }),
  effectifMin: facultatif(entier({ min: 1, max: 2000 })),
  prix: facultatif(montant()),
  motif: texte({ max: 300 }),
}
/** Vide : « à dire » ; absente, elle garde la sienne. */
export const modaliteSeance = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): ModaliteSeance | null | undefined => {
      if (brut === undefined) return undefined
      if (brut === '') return null
      if (brut === 'presentiel' || brut === 'distance') return brut
      ctx.addIssue({ code: 'custom', message: 'Choisissez « sur place » ou « à distance ».' })
      return z.NEVER
    })
const rang = { date: date(), debut: heure(), fin: heureDeFin(), modalite: modaliteSeance() }
const bornes = { min: 1, max: maxSeances, phrase: 'Une session a au moins une séance.' }

type OuQui = {
  modalite?: string | undefined
  salle?: string | undefined
  etablissement?: string | undefined
  lieu: string
  formateurId?: string | undefined
  formateur: string
}
const aUnLieu = (p: OuQui) =>
  p.modalite === 'distance' || p.salle !== undefined || p.etablissement !== undefined || p.lieu !== ''
/** Ces deux fautes s’affichent avec les autres, et non une fois les autres corrigées. */
const toujours = () => true
const sansLieu = {
  error: 'Choisissez une salle ou un lieu de la coopérative, ou écrivez où la session se tient.',
  path: ['lieu'],
  when: toujours,
}
const aQuelquUn = (p: OuQui) => p.formateurId !== undefined || p.formateur !== ''
const sansFormateur = {
  error: 'Choisissez qui anime, ou écrivez son nom.',
  path: ['formateur'],
  when: toujours,
}

export const fields = z
  .object({
    offre: identifiant(asId<'Offre'>, { phrase: 'Choisissez une offre validée du catalogue.' }),
    rythme: texte({ max: 250 }),
    titres: texte({ max: maxTitres }),
    ...communs,
    seances: rangs(z.object(rang), bornes),
  })
  .refine(aUnLieu, sansLieu)
  .refine(aQuelquUn, sansFormateur)

/** La session telle qu'on la change : chaque rang peut être une demi-journée d'avant. */
export const fieldsModifier = z
  .object({
    revision: entier({ min: 0 }),
    ...communs,
    seances: rangs(z.object({ ...rang, id: facultatif(identifiant(asId<'Seance'>)) }), bornes),
  })
  .refine(aUnLieu, sansLieu)
  .refine(aQuelquUn, sansFormateur)

export type FormPlan = FormState<keyof z.input<typeof fields> | keyof z.input<typeof fieldsModifier>>

/** Les rangs du formulaire qui ne sont pas vides : `readForm` laisse les autres de côté. */
export const rangsRemplis = (form: FormPlan): number[] =>
  Array.from({ length: rowsOf(form, 'seances') }, (_, i) => i).filter((i) =>
    ['date', 'debut', 'fin', 'id', 'modalite'].some((c) => fieldValue(form, `seances[${i}].${c}`) !== ''),
  )

const creneauDu = (form: FormPlan, i: number): Creneau | undefined => {
  const jour = lireDateEcrite(fieldValue(form, `seances[${i}].date`))
  const debut = lireHeure(fieldValue(form, `seances[${i}].debut`))
  const fin = lireHeure(fieldValue(form, `seances[${i}].fin`), { fin: true })
  if (!jour.ok || !debut.ok || !fin.ok) return undefined
  const zone = asZone(fieldValue(form, 'zone')) ?? ZONE_PAR_DEFAUT
  return { date: jour.value, debut: debut.value, fin: fin.value, zone }
}

/** La scission proposée pour ce rang, s'il traverse midi ou dure trop. */
export const scissionDu = (form: FormPlan, i: number): readonly Creneau[] | undefined => {
  const creneau = creneauDu(form, i)
  const lue = creneau && validerSeance(creneau)
  return lue && !lue.ok ? lue.error.proposition : undefined
}

/** Le jour en toutes lettres, pour qui vérifie d'un coup d'œil. */
export const jourDu = (form: FormPlan, i: number): string | undefined => {
  const jour = lireDateEcrite(fieldValue(form, `seances[${i}].date`))
  return jour.ok ? formaterDate(jour.value, 'complet') : undefined
}

export const gesteScinder = (prefixe: string): string => `${prefixe}:scinder`
export const rangAScinder = (geste: string | undefined): number | undefined => {
  const lu = /^seances\[(\d{1,3})\]:scinder$/.exec(geste ?? '')
  return lu ? Number(lu[1]) : undefined
}

/** Le même formulaire, où ce rang est devenu autant de séances qu'il faut. */
export const scinderRang = (form: FormPlan, rang: number): FormPlan => {
  const parts = scissionDu(form, rang)
  if (!parts) return form
  // La première part garde la demi-journée d'avant, s'il y en avait une.
  const lignes = Array.from({ length: rowsOf(form, 'seances') }, (_, i) => i).flatMap((i) =>
    i === rang
      ? parts.map((p, k) => [
          formaterDate(p.date, 'chiffres'),
          formaterHeure(p.debut),
          formaterHeure(p.fin),
          k === 0 ? fieldValue(form, `seances[${i}].id`) : '',
          fieldValue(form, `seances[${i}].modalite`),
        ])
      : [['date', 'debut', 'fin', 'id', 'modalite'].map((c) => fieldValue(form, `seances[${i}].${c}`))],
  )
  const values = new Map([...form.values].filter(([nom]) => !nom.startsWith('seances[')))
  lignes.forEach(([jour = '', debut = '', fin = '', id = '', modalite = ''], i) => {
    if (modalite !== '') values.set(`seances[${i}].modalite`, [modalite])
    if (id !== '') values.set(`seances[${i}].id`, [id])
    values.set(`seances[${i}].date`, [jour])
    values.set(`seances[${i}].debut`, [debut])
    values.set(`seances[${i}].fin`, [fin])
  })
  return { ...form, values, errors: new Map(), rows: new Map([['seances', lignes.length]]) }
}

/**
 * Ce que sait déjà la page d’où l’on vient (une mission, une salle réservée) : « 17/12/2026,9 h,17 h » par créneau, séparés de « ; », un lieu, un
 * nom. Des valeurs proposées, que l’on corrige et que l’envoi relit ; une journée d’un trait y est déjà scindée.
 */
export const proposerDepart = (
  form: FormPlan,
  dit: {
    readonly creneaux: string
    readonly lieu: string
    readonly formateur: string
    readonly capacite: string
  },
): FormPlan => {
  const rangs = dit.creneaux.split(';').slice(0, maxSeances)
  const values = new Map(form.values)
  values.set('lieu', [dit.lieu.slice(0, 150)])
  values.set('formateur', [dit.formateur.slice(0, 200)])
  if (/^\d{1,3}$/.test(dit.capacite)) values.set('capacite', [dit.capacite])
  for (const [i, rang] of rangs.entries())
    for (const [n, champ] of (['date', 'debut', 'fin'] as const).entries())
      values.set(`seances[${i}].${champ}`, [(rang.split(',')[n] ?? '').slice(0, 20)])
  const pose = { ...form, values, rows: new Map([['seances', rangs.length]]) }
  // De la dernière à la première : scinder n’en décale aucune qui reste à lire.
  return rangs.reduceRight<FormPlan>((f, _, i) => scinderRang(f, i), pose)
}

export const gesteJournee = 'seances:journee'
/** Finie à 13 h au plus, une séance laisse son après-midi libre. */
const finDuMatin = 780
const matin = { debut: formaterHeure(540), fin: formaterHeure(750) }
const apresMidi = { debut: formaterHeure(810), fin: formaterHeure(1020) }

/** Le jour ouvré de semaine qui suit. */
const jourSuivant = (jour: DateCivile): DateCivile => {
  const suivant = ajouterJours(jour, 1)
  return jourSemaine(suivant) > 5 ? jourSuivant(suivant) : suivant
}

type Heures = { readonly debut: string; readonly fin: string }

/**
 * Les heures de la journée ajoutée : celles du dernier jour. Un seul jour écrit, et de sa seule matinée : une journée a
 * aussi un après-midi. Dès que plusieurs jours se ressemblent, c'est leur rythme, matinées comprises.
 */
const heuresDuJour = (duJour: readonly Heures[], rangs: readonly Heures[]): readonly Heures[] => {
  if (duJour.length === 0) return [matin, apresMidi]
  const [seule] = duJour
  const fin = seule && lireHeure(seule.fin, { fin: true })
  return duJour.length === 1 && rangs.length === 1 && seule && fin?.ok && fin.value <= finDuMatin
    ? [seule, apresMidi]
    : duJour
}

/**
 * Le même formulaire, une journée de plus. Un jour écrit sans heures devient une matinée et un après-midi ; ensuite, le
 * jour ouvré suivant reprend les heures du dernier. Ce sont des valeurs proposées : on les corrige sur place.
 */
export const ajouterJournee = (form: FormPlan): FormPlan => {
  const n = rowsOf(form, 'seances')
  const lire = (i: number, c: string) => fieldValue(form, `seances[${i}].${c}`).trim()
  const rangs = Array.from({ length: n }, (_, i) => ({
    date: lire(i, 'date'),
    debut: lire(i, 'debut'),
    fin: lire(i, 'fin'),
    id: lire(i, 'id'),
    modalite: lire(i, 'modalite'),
  })).filter((r) => r.date !== '' || r.debut !== '' || r.fin !== '' || r.id !== '')
  const nu = rangs.findIndex((r) => r.date !== '' && r.debut === '' && r.fin === '')
  const modele = rangs[nu]
  const lignes = [...rangs]
  if (modele) lignes.splice(nu, 1, { ...modele, ...matin }, { ...modele, ...apresMidi, id: '' })
  else {
    const derniere = rangs.at(-1)
    const jour = derniere && lireDateEcrite(derniere.date)
    // Une date qui ne se lit pas n'a pas de lendemain : on le dit sur elle, plutôt que d'ajouter des séances sans date.
    if (jour && !jour.ok && derniere.date !== '')
      return withErrors(form, { [`seances[${rangsRemplis(form).at(-1) ?? 0}].date`]: jour.error.phrase })
    const date = jour?.ok ? formaterDate(jourSuivant(jour.value), 'chiffres') : ''
    const duJour = derniere ? rangs.filter((r) => r.date === derniere.date) : []
    lignes.push(
      ...heuresDuJour(duJour, rangs).map(({ debut, fin }) => ({ date, debut, fin, id: '', modalite: '' })),
    )
  }
  const values = new Map([...form.values].filter(([nom]) => !nom.startsWith('seances[')))
  const gardees = lignes.slice(0, maxSeances)
  gardees.forEach((r, i) => {
    if (r.id !== '') values.set(`seances[${i}].id`, [r.id])
    if (r.modalite !== '') values.set(`seances[${i}].modalite`, [r.modalite])
    for (const c of ['date', 'debut', 'fin'] as const) values.set(`seances[${i}].${c}`, [r[c]])
  })
  return { ...form, values, errors: new Map(), rows: new Map([['seances', gardees.length]]) }
}

type AvecSeance = { readonly code: string; readonly phrase: string; readonly seance?: string }

/** Le champ qui corrige ce refus ; `undefined` : il parle de la session entière. */
const champDe = (r: AvecSeance, remplis: readonly number[]): string | undefined => {
  switch (r.code) {
    case 'seance-invalide':
    case 'deja-occupe':
    case 'seance-emargee':
    case 'seance-inconnue':
    case 'seance-double':
    case 'modalite-emargee':
    case 'modalite-de-session':
      // Sur le rang entier : la phrase y tient, et le bouton qui scinde la suit.
      return `seances[${remplis[Number(r.seance)] ?? 0}]`
    case 'sans-seance':
    case 'seance-otee-emargee':
    case 'seance-liee':
      return 'seances'
    case 'jour-chome-sans-motif':
      return 'motif'
    case 'effectif-invalide':
    case 'salle-trop-petite':
      return 'capacite'
    case 'effectif-min-trop-grand':
      return 'effectifMin'
    case 'offre-introuvable':
    case 'deja-pris':
      return 'offre'
    case 'etablissement-introuvable':
      return 'etablissement'
    case 'zone-figee':
      return 'zone'
    case 'modalite-figee':
      return 'modalite'
    case 'lieu-vide':
      return 'lieu'
    case 'salle-introuvable':
      return 'salle'
    case 'formateur-introuvable':
    case 'formateur-a-un-compte':
    case 'formateur-sans-fonction':
      return 'formateurId'
    case 'formateur-incomplet':
      return 'formateur'
    case 'titres-deja-dits':
      return 'titres'
    case 'coanimateur-introuvable':
    case 'coanimateur-sans-fonction':
      return 'coanimateurId'
    default:
      return undefined
  }
}

/** Pose chaque refus sur le champ qui le corrige. */
export const poserRefus = (
  form: FormPlan,
  refusees: readonly (RefusPlanification | RefusModification)[],
): FormPlan => {
  const remplis = rangsRemplis(form)
  const erreurs: Record<string, string> = {}
  let entier: string | undefined
  for (const r of refusees) {
    const champ = champDe(r, remplis)
    if (champ === undefined) entier ??= r.phrase
    // Salle et personne prises à la même heure : la page dit les deux.
    else if (erreurs[champ] === undefined) erreurs[champ] = r.phrase
    else if (r.code === 'deja-occupe' && !erreurs[champ].includes(r.phrase)) erreurs[champ] += ` ${r.phrase}`
  }
  // Le nom écrit est celui d'un compte : c'est ce compte que le formulaire propose.
  const propose = refusees.find((r) => 'compte' in r)
  const pose = withErrors(
    propose
      ? {
          ...form,
          values: new Map([...form.values, ['formateurId', [propose.compte]], ['formateur', ['']]]),
        }
      : form,
    erreurs,
  )
  return entier === undefined ? pose : withAlert(pose, entier)
}

/**
 * Le métier, sur ce qui se lit déjà : une date mal écrite ne cache ni le jour férié d’une autre, ni un effectif au-dessus de la
 * capacité. Les salles et les personnes prises ne se cherchent qu’une fois tout lu.
 */
export const avecRefusLisibles = (form: FormPlan, v: Partial<z.output<typeof fields>>): FormPlan => {
  const seances = rangsRemplis(form).flatMap((i, rang) => {
    const creneau = creneauDu(form, i)
    return creneau ? [{ id: String(rang), creneau, ressources: ['session'] }] : []
  })
  const plan = planifierSession({
    seances,
    effectifMax: v.capacite ?? 1,
    territoire: territoireDe[v.zone ?? ZONE_PAR_DEFAUT],
    ...(v.motif === undefined ? {} : { motifJourChome: v.motif }),
    occupations: [],
  })
  const refusees = [
    ...(plan.ok ? [] : plan.error.filter((r) => r.code !== 'sans-seance')),
    ...(v.capacite === undefined ? [] : refusEffectif(v.capacite, v.effectifMin)),
  ]
  return avecLesSiens(form, Object.fromEntries(poserRefus({ ...form, errors: new Map() }, refusees).errors))
}
