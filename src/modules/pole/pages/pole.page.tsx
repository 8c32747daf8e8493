import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, entier, facultatif, identifiant, rangs, texte } from '#web/fields.ts'
import { type FormState, type ReadForm, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { type Flash, redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { estAbonne } from '../db/avis.ts'
import { listerDecisions } from '../db/decisions.ts'
import { identitesAViser } from '../db/identites.ts'
import { animationProposee, ceQueLOnQuitte } from '../db/poles.ts'
import { listerReunions } from '../db/reunions.ts'
import { type Engagement, engagementsDu, groupesDu } from '../db/suites.ts'
import { livrablesDe, participantsDe } from '../db/travaux.ts'
import { annonceMontree } from '../domain/annonce.ts'
import { genresDeDecision, realisations } from '../domain/depouiller.ts'
import { direFermeture, direQuand } from '../domain/dire.ts'
import {
  annoncerCeQuOnCherche,
  cloreUnGroupe,
  confierLAnimation,
  parlerPourSaCooperative,
  quitter,
  repondreALAnimation,
  reporterLesPoids,
  suivreLesRetours,
  suivreUnEngagement,
  viserUneDemande,
} from '../gestes/pole.ts'
import { type Depuis, type Regard, regarder } from '../lecture/regard.ts'
import { polesUrl, poleUrl } from '../liens.ts'
import { etatsDecision, etatsEngagement, etatsReunion } from './dire.ts'
import type { ViePole } from './pole-vie.ts'
import { VuePole } from './pole-vue.tsx'

const vie = async (tx: TenantTx, visiteur: Visiteur, r: Regard, maintenant: Date): Promise<ViePole> => ({
  r,
  reunions: await listerReunions(tx, r.pole.id),
  decisions: await listerDecisions(tx, r.pole.id),
  groupes: await groupesDu(tx, r.pole.id),
  engagements: await engagementsDu(tx, r.pole.id),
  participants: await participantsDe(tx, r.pole.id),
  livrables: await livrablesDe(tx, r.pole.id),
  identites: r.anime ? await identitesAViser(tx) : [],
  abonne: await estAbonne(tx, r.pole.id, visiteur.personneId),
  proposee: r.participe && !r.anime && (await animationProposee(tx, r.pole.id)),
  laisse:
    r.mandatee || (r.participe && peutVisiteur(visiteur, 'pole.mandater'))
      ? await ceQueLOnQuitte(tx, r.pole.id, maintenant)
      : [],
  maintenant,
})

const tableau = (v: ViePole, liste: string): Tableau => {
  switch (liste) {
    case 'rencontres':
      return enCsv(
        ['Rang', 'Titre', 'Quand', 'Chez', 'Lieu', 'État'],
        v.reunions.map((u) => [u.rang, u.titre, direQuand(u), u.hote, u.lieu, etatsReunion[u.etat].mot]),
      )
    case 'decisions':
      return enCsv(
        ['Question', 'Genre', 'Ferme le', 'État', 'Issue', 'Qui s’en charge', 'Pour le', 'Où cela en est'],
        v.decisions.map((d) => [
          d.titre,
          genresDeDecision[d.genre].nom,
          direFermeture(d),
          etatsDecision[d.etat].mot,
          d.issue,
          d.responsable,
          d.echeance,
          d.etat === 'close' ? realisations[d.realisation] : '',
        ]),
      )
    case 'engagements':
      return enCsv(
        ['Quoi', 'Qui', 'Pour le', 'État', 'Suite'],
        v.engagements.map((e) => [e.quoi, e.qui, e.pour, etatsEngagement[e.etat].mot, e.suite]),
      )
    case 'groupes':
      return enCsv(
        ['Groupe', 'Mandat', 'Pilote', 'Échéance', 'Personnes', 'Livrables', 'Clos le'],
        v.groupes.map((g) => [
          g.nom,
          g.mandat,
          g.pilote,
          g.echeance,
          v.participants.filter((p) => p.groupe === g.id).length,
          v.livrables.filter((l) => l.groupe === g.id && l.dossier === null).length,
          g.closLe,
        ]),
      )
    default:
      return enCsv(
        ['Coopérative', 'Ville', 'Depuis le', 'Cherche', 'Propose'],
        v.r.membres
          .filter((m) => m.etat === 'active')
          .map((m) => {
            const dit = annonceMontree(m, jourLocal(v.maintenant, ZONE_PAR_DEFAUT))
            return [m.nom, m.ville, m.du, dit.cherche, dit.propose]
          }),
      )
  }
}

const organisme = (t: string) => asId<'Organisme'>(t) as OrganismeId | undefined
const champs = {
  visas: z.object({ cooperative: identifiant(organisme) }),
  mandats: z.object({}),
  animer: z.object({}),
  animation: z.object({
    anime: texte({ min: 1, max: 80, vide: 'Choisissez une personne.' }),
  }),
  quitter: z.object({
    depart: texte({ min: 3, max: 500, vide: 'Dites pourquoi : c’est ce que lira le pôle.' }),
  }),
  suivre: z.object({}),
  annonce: z.object({ cherche: texte({ max: 500 }), propose: texte({ max: 500 }) }),
  poids: z.object({
    poids: rangs(
      z.object({
        cooperative: identifiant(organisme),
        vaut: entier({ min: 1, max: 1000, phrase: 'Un poids, de 1 à 1 000.' }),
      }),
    ),
  }),
  groupes: z.object({ groupe: identifiant((t) => asId<'Groupe'>(t)) }),
  engagements: z.object({
    engagement: identifiant((t) => asId<'Engagement'>(t)),
    devient: choix(['tenu', 'reporte', 'abandonne'], { phrase: 'Dites ce qu’il devient.' }),
    mot: texte({ max: 500 }),
    report: facultatif(date()),
  }),
}

export const polePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  type Refuse = { status: 409 | 422; form: FormState }

  /** Un envoi de la page : il se fait et renvoie, ou revient avec sa phrase, sous son formulaire. */
  const envoi = async <S extends z.ZodType>(
    c: Context<Env>,
    schema: S,
    nom: string,
    faire: (d: Depuis, lu: ReadForm<S> & { ok: true }) => Promise<Response | string>,
  ): Promise<Response> => {
    const lu = await readForm(schema, c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const le = clock.now()
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      if (!r) return notFound(c)
      const revenir = async ({ status, form }: Refuse) =>
        c.html(<VuePole {...(await vie(tx, visiteur, r, le))} forms={{ [nom]: form }} />, status)
      if (!lu.ok) return revenir({ status: 422, form: lu.form })
      const fait = await faire({ tx, visiteur, r, le }, lu)
      return typeof fait === 'string' ? revenir({ status: 409, form: withAlert(lu.form, fait) }) : fait
    })
  }
  const vers = (c: Context<Env>, { r }: Depuis, ancre: string, flash: Flash) =>
    redirectWith(c, `${poleUrl({ pole: r.pole.id })}${ancre}`, flash)
  const ecrit = exigerDroit('pole.participer')

  return new Hono<Env>()
    .get(poleUrl.modele, exigerDroit('pole.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        const v = await vie(tx, visiteur, r, clock.now())
        if (c.req.query('format') === 'csv') {
          const liste = c.req.query('liste') ?? 'cooperatives'
          const connue = ['rencontres', 'decisions', 'engagements', 'groupes'].includes(liste)
            ? liste
            : 'cooperatives'
          return repondreCsv(c, `${r.pole.code}-${connue}`, tableau(v, connue))
        }
        return c.html(<VuePole {...v} />)
      }),
    )
    .post('/poles/:pole/visas', ecrit, (c) =>
      envoi(c, champs.visas, 'visa', async (d, { data, geste: bouton }) => {
        if (!d.r.anime) return forbidden(c, 'Qui anime le pôle vise les demandes.')
        const oui = bouton === 'oui'
        const nom = d.r.membres.find((m) => m.organisme === data.cooperative)?.nom ?? 'Cette coopérative'
        if (!(await viserUneDemande(d, data.cooperative, oui)))
          return vers(c, d, '', { genre: 'passe', fort: 'Cette demande a déjà sa réponse.' })
        return vers(c, d, '', {
          genre: 'fait',
          fort: oui ? `${nom} est du pôle.` : 'La demande est déclinée.',
          ...(oui ? { suite: 'Un courriel de bienvenue lui donne la prochaine date.' } : {}),
        })
      }),
    )
    .post('/poles/:pole/mandats', ecrit, (c) =>
      envoi(c, champs.mandats, 'mandat', async (d, { geste: bouton }) => {
        const role = bouton === 'suppleant' ? 'suppleant' : 'titulaire'
        const fait = await parlerPourSaCooperative(d, role, peutVisiteur(d.visiteur, 'pole.mandater'))
        if (!fait.ok) return fait.error.phrase
        return vers(c, d, '#cooperatives', {
          genre: 'fait',
          fort: role === 'titulaire' ? 'Vous parlez pour votre coopérative.' : 'Vous êtes en suppléance.',
        })
      }),
    )
    .post('/poles/:pole/animation', ecrit, (c) =>
      envoi(c, champs.animation, 'animation', async (d, { data }) => {
        if (!d.r.anime) return forbidden(c, 'Qui anime le pôle en confie l’animation.')
        const [o, p] = data.anime.split(' ')
        const cible = organisme(o ?? '')
        const compte = asId<'Personne'>(p ?? '') as PersonneId | undefined
        const fait = await confierLAnimation(d, cible && compte && { organisme: cible, compte })
        if (!fait.ok) return fait.error.phrase
        return vers(c, d, '', { genre: 'fait', fort: 'L’animation est confiée : elle l’accepte, ou non.' })
      }),
    )
    .post('/poles/:pole/animer', ecrit, (c) =>
      envoi(c, champs.animer, 'animer', async (d, { geste: bouton }) => {
        const oui = bouton === 'oui'
        const fait = await repondreALAnimation(d, oui)
        if (!fait.ok) return fait.error.phrase
        return vers(c, d, '', {
          genre: 'fait',
          fort: oui ? 'Vous animez le pôle.' : 'Vous n’animez pas ce pôle : rien ne change.',
        })
      }),
    )
    .post('/poles/:pole/quitter', ecrit, (c) =>
      envoi(c, champs.quitter, 'quitter', async (d, { data }) => {
        if (!d.r.mandatee && !peutVisiteur(d.visiteur, 'pole.mandater'))
          return forbidden(c, 'Quitter un pôle engage la coopérative : qui parle pour elle le dit.')
        const fait = await quitter(d, data.depart)
        if (!fait.ok) return fait.error.phrase
        return redirectWith(c, polesUrl(), {
          genre: 'fait',
          fort: `Votre coopérative a quitté ${d.r.pole.nom}.`,
          suite: 'Ce qu’elle a dit et voté aux réunions reste au pôle.',
        })
      }),
    )
    .post('/poles/:pole/suivre', ecrit, (c) =>
      envoi(c, champs.suivre, 'suivre', async (d, { geste: bouton }) => {
        const veut = bouton === 'oui'
        await suivreLesRetours(d, veut)
        return vers(c, d, '#suivre', {
          genre: 'fait',
          fort: veut ? 'Les retours vous arriveront par courriel.' : 'Les retours ne vous arriveront plus.',
        })
      }),
    )
    .post('/poles/:pole/annonce', ecrit, (c) =>
      envoi(c, champs.annonce, 'annonce', async (d, { data, geste: bouton }) => {
        const encore = bouton === 'encore'
        const fait = await annoncerCeQuOnCherche(d, encore ? undefined : data)
        if (!fait.ok) return fait.error.phrase
        if (!encore && data.cherche === '' && data.propose === '')
          return vers(c, d, '#annonce', {
            genre: 'fait',
            fort: 'Les autres coopératives n’en lisent plus rien.',
          })
        return vers(c, d, '#annonce', {
          genre: 'fait',
          fort: encore ? 'C’est redit.' : 'Les autres coopératives le lisent maintenant.',
          suite: 'Deux semaines avant que cela ne se montre plus, un courriel vous le demandera.',
        })
      }),
    )
    .post('/poles/:pole/poids', ecrit, (c) =>
      envoi(c, champs.poids, 'poids', async (d, { data }) => {
        if (!d.r.anime) return forbidden(c, 'Qui anime le pôle y reporte les poids des statuts.')
        const fait = await reporterLesPoids(d, data.poids)
        if (!fait.ok) return fait.error.phrase
        return vers(c, d, '#cooperatives', {
          genre: 'fait',
          fort: 'Les poids sont enregistrés.',
          suite: 'Ils valent pour les votes à ouvrir ; ceux qui le sont gardent les leurs.',
        })
      }),
    )
    .post('/poles/:pole/groupes', ecrit, (c) =>
      envoi(c, champs.groupes, 'groupe', async (d, { data }) => {
        if (!d.r.anime) return forbidden(c, 'Qui anime le pôle clôt un groupe de travail.')
        const fait = await cloreUnGroupe(d, data.groupe)
        return vers(c, d, '#groupes', {
          genre: fait ? 'fait' : 'passe',
          fort: fait ? 'Le groupe est clos\u00a0: ce qu’il a fait reste.' : 'Ce groupe était déjà clos.',
        })
      }),
    )
    .post('/poles/:pole/engagements', ecrit, (c) =>
      envoi(c, champs.engagements, 'suite', async (d, { data }) => {
        const fait = await suivreUnEngagement(d, data.engagement as Engagement['id'], data)
        if (!fait.ok) return fait.error.phrase
        return vers(c, d, '#engagements', { genre: 'fait', fort: 'La suite est notée.' })
      }),
    )
}
