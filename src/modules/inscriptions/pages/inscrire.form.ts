/** La page « Inscrire », lue : ses champs, la liste collée mise en lignes, et ce que chaque ligne a à reprendre. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { accorder, compter, plier, uneLigne } from '#kernel/texte.ts'
import type { Tiers } from '#modules/tiers/index.ts'
import { caseCochee, choix, courriel, date, facultatif, rangs, siret, texte } from '#web/fields.ts'
import { type FormOf, fieldValue, rowsOf, withAlert, withErrors } from '#web/form.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { aUnEmployeur, listeStatutsF1, type StatutF1 } from '../domain/dossier.ts'
import { lireListe, rapprocher } from '../domain/liste-collee.ts'
import type { Apprenant, RefusInscrire } from '../gestes/inscrire.ts'

export const maxRangs = 60
const champs = ['prenom', 'nom', 'courriel', 'employeur', 'siret', 'choix', 'statut'] as const

const apprenant = z
  .object({
    prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
    nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
    courriel: facultatif(courriel()),
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
    choix: texte({ max: 40 }),
    statut: facultatif(choix(listeStatutsF1)),
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['employeur'],
  })

export const fields = z
  .object({
    dossier: texte({ max: 40 }),
    liste: texte({ max: 20_000 }),
    statutCommun: facultatif(choix(listeStatutsF1)),
    remis: texte({ max: 5 }),
    remisLe: facultatif(date()),
    arrivee: facultatif(date()),
    // Ce que l’aperçu fait du même geste.
    envoyer: caseCochee(),
    dire: caseCochee(),
    papiers: z.union([z.string(), z.array(z.string()).max(100)]).optional(),
    apprenants: rangs(apprenant, { max: maxRangs }),
  })
  .refine((d) => d.liste !== '' || d.apprenants.length > 0, {
    error: 'Écrivez au moins une personne.',
    path: ['apprenants'],
  })
export type Formulaire = FormOf<typeof fields>
type Rang = z.output<typeof apprenant>

const estLAcheteur = (a: Rang, d: DossierLu | undefined): boolean =>
  d !== undefined &&
  d.personne !== null &&
  plier(`${a.nom} ${a.prenom}`) === plier(`${d.signataireNom} ${d.signatairePrenom}`) &&
  (a.courriel ?? null) === d.signataireCourriel

/**
 * L'employeur laissé vide est l'entreprise qui achète, de qui en est salarié : elle peut aussi commander pour une personne en
 * recherche d'emploi, qu'elle n'emploie pas.
 */
export const enApprenant = (
  a: Rang,
  dossier: DossierLu | undefined,
  commun: StatutF1 | undefined,
): Apprenant => ({
  prenom: uneLigne(a.prenom),
  nom: uneLigne(a.nom),
  courriel: a.courriel,
  employeur:
    a.employeur !== ''
      ? { nom: uneLigne(a.employeur), siret: a.siret }
      : dossier?.acheteur === 'entreprise' && aUnEmployeur(a.statut ?? commun)
        ? { nom: dossier.client, siret: dossier.siret ?? undefined }
        : undefined,
  employeurEcrit: a.employeur !== '',
  // Qui achète pour soi est déjà connu : sous son nom et son courriel, c'est bien cette personne.
  choix:
    a.choix === 'autre'
      ? 'autre'
      : (asId<'Tiers'>(a.choix) ?? (estLAcheteur(a, dossier) ? (dossier?.personne ?? undefined) : undefined)),
  statutF1: a.statut ?? commun,
})

/** Les rangs du formulaire qui ne sont pas vides : `readForm` laisse les autres de côté. */
export const rangsRemplis = (form: Formulaire): number[] =>
  Array.from({ length: rowsOf(form, 'apprenants') }, (_, i) => i).filter((i) =>
    champs.some((c) => fieldValue(form, `apprenants[${i}].${c}`) !== ''),
  )

type Erreurs = Record<string, string>

/** Ce qu’un rang du formulaire a d’illisible ; rien s’il se lit. */
const fautesDuRang = (form: Formulaire, i: number): Erreurs => {
  const lu = apprenant.safeParse(
    Object.fromEntries(champs.map((c) => [c, fieldValue(form, `apprenants[${i}].${c}`)])),
  )
  const fautes: Erreurs = {}
  for (const f of lu.success ? [] : lu.error.issues)
    fautes[`apprenants[${i}].${f.path.map(String).join('.')}`] ??= f.message
  return fautes
}

/** Les rangs qui ne sont pas vides, lus : à n’appeler que s’ils se lisent tous. */
export const lireRangs = (form: Formulaire): Rang[] =>
  rangsRemplis(form).flatMap((i) => {
    const lu = apprenant.safeParse(
      Object.fromEntries(champs.map((c) => [c, fieldValue(form, `apprenants[${i}].${c}`)])),
    )
    return lu.success ? [lu.data] : []
  })

export type MiseEnLignes = {
  readonly form: Formulaire
  /** Ce qu’est devenue la liste collée ; rien si rien n’était collé, ou si elle est restée où elle était. */
  readonly dit?: { readonly fort: string; readonly suite: string }
}

/**
 * La liste collée passe dans les lignes du dessous, après celles déjà écrites : c’est là qu’on la corrige. Une ligne qui
 * ne se lit pas y vient aussi, avec sa phrase ; une personne déjà écrite n’y vient pas deux fois. Trop longue, rien ne bouge.
 */
export const mettreEnLignes = (form: Formulaire): MiseEnLignes => {
  const lues = lireListe(fieldValue(form, 'liste'))
  if (lues.length === 0 || form.errors.has('liste')) return { form }
  const remplis = rangsRemplis(form)
  const valeur = (i: number, c: string) => fieldValue(form, `apprenants[${i}].${c}`)
  const { ajoutees, courriels, deja } = rapprocher(
    remplis.map((i) => ({
      prenom: valeur(i, 'prenom'),
      nom: valeur(i, 'nom'),
      courriel: valeur(i, 'courriel'),
    })),
    lues,
  )
  if (remplis.length + ajoutees.length > maxRangs)
    return {
      form: withErrors(form, {
        liste: `Au plus ${maxRangs} personnes à la fois, et il y en aurait ${remplis.length + ajoutees.length}.`,
      }),
    }
  const values = new Map(form.values)
  const errors = new Map(form.errors)
  for (const [rang, adresse] of courriels) {
    values.set(`apprenants[${remplis[rang]}].courriel`, [adresse])
    errors.delete(`apprenants[${remplis[rang]}].courriel`)
  }
  const debut = remplis.length === 0 ? 0 : rowsOf(form, 'apprenants')
  for (const [i, l] of ajoutees.entries())
    for (const champ of ['prenom', 'nom', 'courriel'] as const)
      values.set(`apprenants[${debut + i}].${champ}`, [l[champ]])
  values.set('liste', [''])
  const lignes = debut + ajoutees.length
  const mis: Formulaire = {
    ...form,
    values,
    rows: new Map([...form.rows, ['apprenants', Math.max(lignes, rowsOf(form, 'apprenants'))]]),
  }
  for (const rang of courriels.keys())
    for (const [nom, phrase] of Object.entries(fautesDuRang(mis, remplis[rang] ?? 0)))
      if (!errors.has(nom)) errors.set(nom, phrase)
  for (const [i, l] of ajoutees.entries()) {
    const fautes = fautesDuRang(mis, debut + i)
    if (l.faute !== undefined) {
      const vide = l.prenom === '' ? 'prenom' : 'nom'
      // Une seule phrase pour les deux champs : elle dit ce qui a été lu, et ce qui manque.
      delete fautes[`apprenants[${debut + i}].prenom`]
      delete fautes[`apprenants[${debut + i}].nom`]
      errors.set(`apprenants[${debut + i}].${vide}`, l.faute)
    }
    for (const [nom, phrase] of Object.entries(fautes)) errors.set(nom, phrase)
  }
  const n = ajoutees.length
  return {
    form: { ...mis, errors },
    dit: {
      fort:
        n === 0
          ? 'Rien n’a été ajouté.'
          : `${compter(n, 'personne collée')} ${accorder(n, 'est', 'sont')} maintenant dans les lignes plus bas.`,
      suite: [
        ...(deja > 0
          ? [
              `${compter(deja, 'personne')} y ${accorder(deja, 'était', 'étaient')} déjà : ${accorder(deja, 'elle n’est pas doublée', 'aucune n’est doublée')}.`,
            ]
          : []),
        'Corrigez là ce qui est à reprendre, sans recoller la liste.',
      ].join(' '),
    },
  }
}

export type Departages = ReadonlyMap<number, readonly Tiers[]>

/** Les refus du métier, chacun à sa ligne ; le reste au-dessus du formulaire. */
export const poserRefus = (form: Formulaire, refusees: readonly RefusInscrire[]) => {
  const remplis = rangsRemplis(form)
  const departages = new Map<number, readonly Tiers[]>()
  const erreurs: Record<string, string> = {}
  let alerte: string | undefined
  for (const r of refusees) {
    if (!('rang' in r)) {
      if (r.code === 'arrivee-tardive') erreurs['arrivee'] = r.phrase
      else alerte ??= r.phrase
      continue
    }
    const i = remplis[r.rang] ?? 0
    if (r.code === 'a-departager') departages.set(i, r.candidats)
    erreurs[`apprenants[${i}].${r.code === 'a-departager' ? 'choix' : 'nom'}`] ??= r.phrase
  }
  const pose = withErrors(form, erreurs)
  return { form: alerte === undefined ? pose : withAlert(pose, alerte), departages }
}
