import { Hono } from 'hono'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { seanceUrl } from '#modules/sessions/index.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { Recu } from '../domain/ports.ts'
import {
  annulerCase,
  cloreLaFeuille,
  contresignerLaSeance,
  corrigerEnAbsence,
  envoyerLesLiens,
  noterAbsence,
  noterMinutes,
  regulariser,
  regulariserEnsemble,
  requalifierAbsence,
} from '../gestes/composer.ts'
import { direLaSequence } from '../gestes/dire-sequence.ts'
import { retirerAppareil } from '../gestes/hors-ligne.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { rappelerLaFeuille } from '../gestes/rappeler-la-feuille.ts'
import { fermerTablettes } from '../gestes/tablette.ts'
import { feuilleUrl } from '../liens.ts'
import {
  agentDe,
  contexteDe,
  inscriptionDe,
  peutLireLaFeuille,
  peutRelancerLaFeuille,
  peutTenirLaFeuille,
} from './commun.ts'
import { type Formulaire, fields } from './feuille-gestes.tsx'
import { Feuille } from './feuille-vue.tsx'

const faits: Readonly<Record<string, string>> = {
  absent: 'Absence notée.',
  regulariser: 'Présence attestée.',
  minutes: 'Minutes notées.',
  requalifier: 'Motif changé.',
  'corriger-absence': 'Case corrigée : absence.',
  annuler: 'Case annulée : elle redevient attendue.',
  contresigner: 'Séance contresignée.',
}

/** Ce que peut, sans tenir la feuille, qui prépare la session. */
const gestesDeRelance: ReadonlySet<string> = new Set(['envoyer', 'renvoyer', 'rappeler'])

export const feuillePages = new Hono<Env>()
  .use(seanceUrl.modele, exigerConnexion())
  .get(seanceUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const vue = await lireFeuille(services, ctx.qui.acces, { session: ctx.session, seance: ctx.seance })
    // La feuille d’un autre formateur est la même 404 que celle qui n’existe pas.
    if (!vue || !peutLireLaFeuille(ctx.visiteur, vue.demi)) return notFound(c)
    return c.html(
      <Feuille vue={vue} form={emptyForm()} maintenant={services.clock.now()} visiteur={ctx.visiteur} />,
    )
  })
  .post(seanceUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const { qui, visiteur } = ctx
    const ou = { session: ctx.session, seance: ctx.seance }
    const vue = await lireFeuille(services, qui.acces, ou)
    if (!vue || !peutLireLaFeuille(visiteur, vue.demi)) return notFound(c)
    const ici = feuilleUrl(ou)
    const revenir = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
      const relue = (await lireFeuille(services, qui.acces, ou)) ?? vue
      return c.html(
        <Feuille vue={relue} form={form} maintenant={services.clock.now()} visiteur={visiteur} />,
        status,
      )
    }
    const read = await readForm(fields, c)
    if (!read.ok)
      return peutTenirLaFeuille(visiteur, vue.demi)
        ? revenir(read.form, read.status)
        : forbidden(c, `Cette feuille est celle de ${vue.demi.session.formateur}.`)
    const { geste = '', data } = read
    const tient = peutTenirLaFeuille(visiteur, vue.demi)
    if (!tient && !(gestesDeRelance.has(geste) && peutRelancerLaFeuille(visiteur)))
      return forbidden(c, `Cette feuille est celle de ${vue.demi.session.formateur}.`)
    const refuse = ({ phrase, code }: Refus) =>
      code === 'introuvable'
        ? notFound(c)
        : revenir({ ...withAlert(read.form, { titre: 'Rien n’a été inscrit', phrase }), geste }, 409)
    const rendre = (r: Result<Recu, Refus>) =>
      r.ok
        ? redirectWith(c, ici, {
            genre: 'fait',
            fort: faits[geste] ?? 'Inscrit.',
            suite: `Entrée ${r.value.numero} du registre.`,
          })
        : refuse(r.error)

    if (geste === 'envoyer' || geste === 'renvoyer') {
      if (geste === 'renvoyer' && !data.inscription) return notFound(c)
      const seul = geste === 'renvoyer' && data.inscription ? { inscription: data.inscription } : {}
      const r = await envoyerLesLiens(services, qui, { ...ou, ...seul })
      if (!r.ok) return refuse(r.error)
      const { partis, sansCourriel } = r.value
      return redirectWith(c, ici, {
        genre: 'fait',
        fort: `${compter(partis, 'lien', { zero: 'Aucun lien' })} à envoyer.`,
        ...(sansCourriel > 0
          ? {
              suite: `${compter(sansCourriel, 'personne')} sans courriel : la tablette de la salle les fait signer.`,
            }
          : {}),
      })
    }
    if (geste === 'rappeler') {
      const r = await rappelerLaFeuille(services, qui, ou)
      if (!r.ok) return refuse(r.error)
      const { ecrits, aAppeler } = r.value
      const appels = aAppeler.map((a) => (a.telephone ? `${a.nom} (${a.telephone})` : a.nom))
      return redirectWith(c, ici, {
        genre: ecrits.length > 0 ? 'fait' : 'passe',
        fort:
          ecrits.length > 0
            ? `Un rappel part à ${enumerer(ecrits)}.`
            : 'Aucun courriel n’est connu pour qui anime.',
        ...(appels.length > 0 ? { suite: `À appeler : ${enumerer(appels)}.` } : {}),
      })
    }
    if (geste === 'regulariser-ensemble') {
      const ceux = (data.ceux ?? '').split(' ').flatMap((t) => inscriptionDe(t) ?? [])
      const r = await regulariserEnsemble(services, qui, { ...ou, motif: data.motif ?? '', ceux })
      if (!r.ok) return refuse(r.error)
      return redirectWith(c, ici, {
        genre: 'fait',
        fort: `${compter(r.value, 'présence')} ${r.value > 1 ? 'attestées' : 'attestée'}.`,
        suite: 'Une entrée au registre pour chacune, avec votre motif.',
      })
    }
    if (geste === 'retirer-appareil') {
      const r = await retirerAppareil(services, qui, { ...ou, appareil: data.appareil ?? '' })
      if (!r.ok) return refuse(r.error)
      return redirectWith(c, ici, {
        genre: 'fait',
        fort: 'Appareil retiré.',
        suite: 'Ce qu’il a déjà envoyé reste au registre.',
      })
    }
    if (geste === 'fermer-tablettes') {
      const r = await fermerTablettes(services, qui, ou)
      if (!r.ok) return refuse(r.error)
      return redirectWith(c, ici, {
        genre: r.value > 0 ? 'fait' : 'passe',
        fort: r.value > 0 ? 'La salle n’a plus de tablette.' : 'Aucune tablette n’était ouverte.',
        suite: 'Ce qui est signé reste.',
      })
    }
    const depuis = { ...ou, ip: clientIp(c), agent: agentDe(c) }
    if ((geste === 'contresigner' || geste === 'clore') && data.sequence) {
      const r = await direLaSequence(services, qui, { ...ou, texte: data.sequence })
      if (!r.ok) return refuse(r.error)
    }
    if (geste === 'contresigner') return rendre(await contresignerLaSeance(services, qui, depuis))
    if (geste === 'clore') {
      const r = await cloreLaFeuille(services, qui, depuis)
      if (!r.ok) return refuse(r.error)
      return redirectWith(c, ici, {
        genre: 'fait',
        fort: 'Feuille close.',
        suite: `Elle est inscrite au registre des preuves, entrée ${r.value.recu.numero}\u00a0: plus rien ne s’y change.`,
      })
    }
    if (!Object.hasOwn(faits, geste))
      return refuse({ code: 'sans-geste', phrase: 'Choisissez un geste de la feuille.' })
    if (!data.inscription) return notFound(c)
    const case_ = { ...ou, inscription: data.inscription }
    const motif = data.motif ?? ''
    const minutes = { retard: data.retard ?? 0, depart: data.depart ?? 0 }
    const absence = data.absence ?? 'inconnu'
    switch (geste) {
      case 'absent':
        return rendre(await noterAbsence(services, qui, { ...case_, motif: absence }))
      case 'regulariser':
        return rendre(await regulariser(services, qui, { ...case_, motif, minutes }))
      case 'minutes':
        return rendre(await noterMinutes(services, qui, { ...case_, ...minutes, motif }))
      case 'requalifier':
        return rendre(await requalifierAbsence(services, qui, { ...case_, absence }))
      case 'corriger-absence':
        return rendre(await corrigerEnAbsence(services, qui, { ...case_, motif, absence }))
      default:
        return rendre(await annulerCase(services, qui, { ...case_, motif }))
    }
  })
