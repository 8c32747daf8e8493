import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { asId, type Id } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, type FormState, type ReadForm, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { type Flash, redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { corpsElectoral, lireDecision, listerDecisions } from '../db/decisions.ts'
import {
  lireReunion,
  listerReunions,
  pointsDe,
  presencesA,
  reponsesA,
  themesDe,
  tourDeTable,
} from '../db/reunions.ts'
import { creneauxDe, peseesDe } from '../db/sondages.ts'
import {
  type Amendement,
  amendementsDe,
  type Engagement,
  engagementsDu,
  type Groupe,
  groupesDu,
} from '../db/suites.ts'
import { compterCreneaux } from '../domain/creneaux.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { retenirDate } from '../gestes/chercher-date.ts'
import {
  ajouterUnEnjeu,
  ajouterUnPoint,
  amenderLeRecit,
  annulerLaRencontre,
  avancerLeCompteRendu,
  direQuElleSEstTenue,
  ecrireLeRecit,
  nommerLesThemes,
  noterQuiEtaitLa,
  ouvrirLeGroupeDuTheme,
  peserLesThemes,
  prendreUnEngagement,
  rangerLesEnjeux,
  repondreALInvitation,
} from '../gestes/rencontre.ts'
import { type Depuis, type Regard, regarder } from '../lecture/regard.ts'
import { reunionUrl } from '../liens.ts'
import { oublierBrouillon, reprendreBrouillon } from './brouillon.page.tsx'
import { champs, type NomGeste } from './reunion-champs.ts'
import type { VieReunion } from './reunion-vie.ts'
import { VueReunion } from './reunion-vue.tsx'

const vie = async (
  tx: TenantTx,
  visiteur: Visiteur,
  r: Regard,
  u: Reunion,
  maintenant: Date,
): Promise<Omit<VieReunion, 'forms'>> => {
  const pole = r.pole.id
  const reponses = await reponsesA(tx, pole, u.id)
  const creneaux = await creneauxDe(tx, pole, u.id)
  const vote = creneaux[0]?.decision
  const corps = vote ? await corpsElectoral(tx, pole, vote) : []
  const comptes = compterCreneaux(
    creneaux.length,
    corps.flatMap((e) => (e.voix ? [e.voix.choix] : [])),
  )
  return {
    r,
    u,
    reponses,
    maReponse: reponses.find((x) => x.organisme === r.moi && x.compte === visiteur.personneId)?.dit,
    monNom: visiteur.nom,
    presences: await presencesA(tx, pole, u.id),
    points: await pointsDe(tx, pole, u.id),
    enjeux: await tourDeTable(tx, pole, u.id),
    themes: await themesDe(tx, pole, u.id),
    amendements: await amendementsDe(tx, pole, u.id),
    engagements: await engagementsDu(tx, pole, u.id),
    groupes: await groupesDu(tx, pole),
    decisions: (await listerDecisions(tx, pole)).filter((d) => d.reunion === u.id && d.id !== vote),
    pesees: await peseesDe(tx, pole, u.id),
    dates: creneaux.map((x, i) => ({ ...x, ...(comptes[i] ?? { oui: 0, peutEtre: 0 }) })),
    vote: vote && (await lireDecision(tx, pole, vote)),
    suivante: (await listerReunions(tx, pole)).filter((x) => x.rang > u.rang && x.etat !== 'annulee').at(-1),
    // Le récit s'écrit à plusieurs reprises, et à qui l'écrit seulement.
    brouillon:
      r.anime && u.etat === 'tenue' && (u.compteRendu === 'brouillon' || u.compteRendu === 'amendement')
        ? {
            cle: cleDuRecit(u.id),
            retour: `${reunionUrl({ pole, reunion: u.id })}#compte-rendu`,
            gardeLe: undefined,
          }
        : undefined,
    maintenant,
  }
}

const cleDuRecit = (reunion: string) => `pole.recit:${reunion}`

/** Où le geste se fait, et ce qui fut envoyé. */
type Ici = Depuis & { readonly u: Reunion }
type Envoi<S extends z.ZodType> = {
  readonly data: z.output<S>
  readonly geste: string | undefined
  /** La clé de ce que l'on crée : un double envoi n'écrit qu'une fois. */
  readonly cle: string
}
/** Ce qui s'est fait, ou la phrase qui dit pourquoi non. */
type Rendu = Flash | { readonly phrase: string }
const fini = (fort: string, suite?: string): Flash => ({ genre: 'fait', fort, ...(suite ? { suite } : {}) })
const passe = (fort: string): Flash => ({ genre: 'passe', fort })

const phrasesDuCompteRendu = {
  brouillon: 'Le compte rendu est de nouveau un brouillon.',
  amendement: 'Le compte rendu est ouvert aux amendements.',
  valide: 'Le compte rendu est validé.',
} as const
const phraseAnime = 'Qui anime le pôle mène ses rencontres.'
const phraseParticipe = 'Qui travaille dans la coopérative prend part à la vie du pôle.'

export const reunionPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const app = new Hono<Env>()
  const chemin = reunionUrl.modele

  const ouvrir = async (tx: TenantTx, visiteur: Visiteur, c: Context<Env>, verrouiller = false) => {
    const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
    const id = asId<'Reunion'>(c.req.param('reunion') ?? '') as ReunionId | undefined
    // Verrouiller demande d'animer : la base refuserait la ligne aux autres.
    const u = r && id && (await lireReunion(tx, r.pole.id, id, { verrouiller: verrouiller && r.anime }))
    return r && u ? { r, u } : undefined
  }

  const poster = <N extends NomGeste>(
    nom: N,
    qui: 'membre' | 'anime',
    ancre: string,
    faire: (d: Ici, envoi: Envoi<(typeof champs)[N]>) => Promise<Rendu>,
  ) =>
    app.post(`${chemin}/${nom}`, exigerDroit('pole.participer'), async (c) => {
      const lu = (await readForm(champs[nom] as z.ZodType, c, { rangs: 200 })) as ReadForm<(typeof champs)[N]>
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const le = clock.now()
        const dedans = await ouvrir(tx, visiteur, c, true)
        if (!dedans) return notFound(c)
        const { r, u } = dedans
        if (!r.participe) return forbidden(c, phraseParticipe)
        if (qui === 'anime' && !r.anime) return forbidden(c, phraseAnime)
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<VueReunion {...(await vie(tx, visiteur, r, u, le))} forms={{ [nom]: form }} />, statut)
        if (!lu.ok) return revenir(lu.form as FormState, lu.status)
        const cle = lu.jeton ?? newId(le)
        const rendu = await faire({ tx, visiteur, r, u, le }, { data: lu.data, geste: lu.geste, cle })
        if ('phrase' in rendu) return revenir(withAlert(lu.form as FormState, rendu.phrase), 409)
        return redirectWith(c, `${reunionUrl({ pole: r.pole.id, reunion: u.id })}#${ancre}`, rendu)
      })
    })

  app.get(chemin, exigerDroit('pole.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const dedans = await ouvrir(tx, visiteur, c)
      if (!dedans) return notFound(c)
      const { r, u } = dedans
      const lu = await vie(tx, visiteur, r, u, clock.now())
      const b =
        lu.brouillon &&
        (await reprendreBrouillon(
          tx,
          lu.brouillon.cle,
          lu.brouillon.retour,
          emptyForm(undefined, { recit: u.recit }),
        ))
      return c.html(
        <VueReunion {...lu} brouillon={b?.brouillon} forms={b?.brouillon.gardeLe ? { recit: b.form } : {}} />,
      )
    }),
  )

  poster('reponse', 'membre', 'reponses', async (d, { data }) => {
    const fait = await repondreALInvitation(d, d.u, data.dit)
    return fait.ok ? fini('Votre réponse est notée.', 'Vous pouvez en changer ici.') : fait.error
  })
  poster('points', 'membre', 'ordre-du-jour', async (d, { data, cle }) => {
    const point = { id: cle as Id<'Point'>, titre: data.point, minutes: data.minutes ?? null }
    const fait = await ajouterUnPoint(d, d.u, point)
    return fait.ok ? fini('Le point est à l’ordre du jour.') : fait.error
  })
  poster('enjeux', 'membre', 'tour-de-table', async (d, { data, cle }) => {
    const fait = await ajouterUnEnjeu(d, d.u, { id: cle as Id<'Enjeu'>, texte: data.enjeu })
    return fait.ok ? fini('Votre enjeu est dit.') : fait.error
  })
  poster('themes', 'anime', 'tour-de-table', async (d, { data }) => {
    const fait = await nommerLesThemes(d, d.u, data.themes)
    if (!fait.ok) return fait.error
    return fini(
      fait.value === 0 ? 'Ces thèmes étaient déjà là.' : 'Les thèmes sont nommés.',
      'Rangez maintenant les enjeux.',
    )
  })
  poster('rangements', 'anime', 'tour-de-table', async (d, { data }) => {
    const fait = await rangerLesEnjeux(d, d.u, data.rangement)
    return fait.ok ? fini('Les enjeux sont rangés.') : fait.error
  })
  poster('pesees', 'membre', 'tour-de-table', async (d, { data }) => {
    const points = data.pesee.map((p) => ({ theme: p.theme, points: p.points ?? 0 }))
    const fait = await peserLesThemes(d, d.u, points)
    return fait.ok
      ? fini('Votre coopérative a pesé les thèmes.', 'Vous pouvez changer ses points ici.')
      : fait.error
  })
  poster('retenir', 'anime', 'lieu', async (d, { data }) => {
    const fait = await retenirDate(d, d.u.id, data.rang)
    return fait.ok
      ? fini('La rencontre est convoquée à cette date.', 'Les personnes mandatées reçoivent l’invitation.')
      : fait.error
  })
  poster('groupes', 'anime', 'tour-de-table', async (d, { data, cle }) => {
    const fait = await ouvrirLeGroupeDuTheme(d, d.u, {
      ...data,
      id: cle as Groupe['id'],
      echeance: data.echeance ?? null,
    })
    if (!fait.ok) return fait.error
    const { nom, deja } = fait.value
    return deja ? passe('Ce thème a déjà son groupe de travail.') : fini(`Le groupe « ${nom} » est ouvert.`)
  })
  poster('presences', 'anime', 'presences', async (d, { data }) => {
    const presences = data.presence.map((p) => ({ ...p, personnes: p.personnes ?? 0 }))
    const fait = await noterQuiEtaitLa(d, d.u, { presences, invites: data.invites })
    return fait.ok ? fini('Les présences sont notées.') : fait.error
  })
  poster('recit', 'anime', 'compte-rendu', async (d, { data }) => {
    const fait = await ecrireLeRecit(d, d.u, data.recit)
    if (!fait.ok) return fait.error
    await oublierBrouillon(d.tx, cleDuRecit(d.u.id))
    return fini('Le récit est gardé.')
  })
  poster('amendements', 'membre', 'compte-rendu', async (d, { data, cle }) => {
    const fait = await amenderLeRecit(d, d.u, { id: cle as Amendement['id'], texte: data.amendement })
    return fait.ok ? fini('L’amendement est proposé.') : fait.error
  })
  poster('engagements', 'membre', 'suites', async (d, { data, cle }) => {
    const engagement = { ...data, id: cle as Engagement['id'], pour: data.pour ?? null }
    const rappele = await prendreUnEngagement(d, d.u, engagement)
    return fini(
      'L’engagement est noté.',
      rappele ? 'Un courriel le rappellera une semaine avant.' : undefined,
    )
  })
  poster('etat', 'anime', 'presences', async (d) => {
    const fait = await direQuElleSEstTenue(d, d.u)
    if (!fait.ok) return fait.error
    return fait.value === 'deja'
      ? passe('C’était déjà dit.')
      : fini('La rencontre s’est tenue.', 'Notez qui était là, puis le récit.')
  })
  poster('annuler', 'anime', 'lieu', async (d, { data }) => {
    const fait = await annulerLaRencontre(d, d.u, data.motif)
    if (!fait.ok) return fait.error
    return fini(
      'La rencontre est annulée.',
      fait.value ? 'L’agenda public le dit, et un courriel à qui était invité.' : 'Rien n’était convoqué.',
    )
  })
  poster('compte-rendu', 'anime', 'compte-rendu', async (d, { geste }) => {
    const vers = (['brouillon', 'amendement', 'valide'] as const).find((e) => e === geste)
    if (!vers) return { phrase: 'Choisissez où va le compte rendu.' }
    const fait = await avancerLeCompteRendu(d, d.u, vers)
    if (!fait.ok) return fait.error
    return fait.value === 'deja' ? passe('C’était déjà fait.') : fini(phrasesDuCompteRendu[vers])
  })
  return app
}
