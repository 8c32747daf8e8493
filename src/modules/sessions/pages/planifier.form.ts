/** Ce que le formulaire de planification sait faire de ses rangs : les lire, les scinder, y poser les refus. */
import { z } from 'zod'
import { formaterDate, lireDate } from '#kernel/dates.ts'
import { formaterHeure, lireHeure } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { asZone, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  date,
  entier,
  facultatif,
  heure,
  heureDeFin,
  identifiant,
  rangs,
  texte,
  viaParser,
} from '#web/fields.ts'
import { type FormOf, fieldValue, rowsOf, withErrors } from '#web/form.ts'
import { type Creneau, validerSeance } from '../domain/seance.ts'
import type { RefusPlanification } from '../planifier.ts'

export const maxSeances = 60

export const fields = z
  .object({
    offre: identifiant(asId<'Offre'>, { phrase: 'Choisissez une offre adoptée du catalogue.' }),
    etablissement: facultatif(identifiant(asId<'Etablissement'>)),
    lieu: texte({ max: 150 }),
    zone: viaParser(asZone, 'Choisissez un fuseau de la liste.'),
    formateurId: facultatif(identifiant((t) => asId<'Personne'>(t) as PersonneId | undefined)),
    formateur: texte({ max: 200 }),
    capacite: entier({ min: 1, max: 2000 }),
    seances: rangs(z.object({ date: date(), debut: heure(), fin: heureDeFin() }), {
      min: 1,
      max: maxSeances,
      phrase: 'Une session a au moins une séance.',
    }),
    motif: texte({ max: 300 }),
  })
  .refine((p) => p.etablissement !== undefined || p.lieu !== '', {
    error: 'Choisissez un lieu de la coopérative, ou écrivez où la session se tient.',
    path: ['lieu'],
  })
  .refine((p) => p.formateurId !== undefined || p.formateur !== '', {
    error: 'Choisissez un formateur, ou écrivez son nom.',
    path: ['formateur'],
  })

export type FormPlan = FormOf<typeof fields>

/** Les rangs du formulaire qui ne sont pas vides : `readForm` laisse les autres de côté. */
export const rangsRemplis = (form: FormPlan): number[] =>
  Array.from({ length: rowsOf(form, 'seances') }, (_, i) => i).filter((i) =>
    ['date', 'debut', 'fin'].some((c) => fieldValue(form, `seances[${i}].${c}`) !== ''),
  )

const creneauDu = (form: FormPlan, i: number): Creneau | undefined => {
  const jour = lireDate(fieldValue(form, `seances[${i}].date`))
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
  const jour = lireDate(fieldValue(form, `seances[${i}].date`))
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
  const lignes = Array.from({ length: rowsOf(form, 'seances') }, (_, i) => i).flatMap((i) =>
    i === rang
      ? parts.map((p) => [formaterDate(p.date, 'chiffres'), formaterHeure(p.debut), formaterHeure(p.fin)])
      : [['date', 'debut', 'fin'].map((c) => fieldValue(form, `seances[${i}].${c}`))],
  )
  const values = new Map([...form.values].filter(([nom]) => !nom.startsWith('seances[')))
  lignes.forEach(([jour = '', debut = '', fin = ''], i) => {
    values.set(`seances[${i}].date`, [jour])
    values.set(`seances[${i}].debut`, [debut])
    values.set(`seances[${i}].fin`, [fin])
  })
  return { ...form, values, errors: new Map(), rows: new Map([['seances', lignes.length]]) }
}

/** Pose chaque refus sur le champ qui le corrige. */
export const poserRefus = (form: FormPlan, refusees: readonly RefusPlanification[]): FormPlan => {
  const remplis = rangsRemplis(form)
  const erreurs: Record<string, string> = {}
  const poser = (nom: string, phrase: string) => {
    erreurs[nom] ??= phrase
  }
  for (const r of refusees) {
    switch (r.code) {
      case 'seance-invalide':
      case 'deja-occupe':
        // Sur le rang entier : la phrase y tient, et le bouton qui scinde la suit.
        poser(`seances[${remplis[Number(r.seance)] ?? 0}]`, r.phrase)
        break
      case 'jour-chome-sans-motif':
        poser('motif', r.phrase)
        break
      case 'effectif-invalide':
      case 'salle-trop-petite':
        poser('capacite', r.phrase)
        break
      case 'sans-seance':
        poser('seances', r.phrase)
        break
      case 'offre-introuvable':
      case 'deja-pris':
        poser('offre', r.phrase)
        break
      case 'etablissement-introuvable':
        poser('etablissement', r.phrase)
        break
      case 'formateur-introuvable':
        poser('formateurId', r.phrase)
        break
    }
  }
  return withErrors(form, erreurs)
}
