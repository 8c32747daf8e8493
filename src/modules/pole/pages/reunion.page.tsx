// Long parce qu'une page et ses seize gestes : chacun tient en quelques lignes, et se lit près des autres.
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { asId, type Id } from '#kernel/id.ts'
import { plier, uneLigne } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, type FormState, type ReadForm, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { type Flash, redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { clore } from '../db/decisions.ecritures.ts'
import { corpsElectoral, lireDecision, listerDecisions } from '../db/decisions.ts'
import {
  changerReunion,
  direEnjeu,
  noterPresences,
  ouvrirTheme,
  proposerPoint,
  rangerEnjeu,
  repondre,
} from '../db/reunions.ecritures.ts'
import {
  lireReunion,
  listerReunions,
  pointsDe,
  presencesA,
  reponsesA,
  type Theme,
  themesDe,
  tourDeTable,
} from '../db/reunions.ts'
import { peser } from '../db/sondages.ecritures.ts'
import { creneauxDe, peseesDe } from '../db/sondages.ts'
import { ouvrirGroupe, prendreEngagement, proposerAmendement } from '../db/suites.ecritures.ts'
import { amendementsDe, engagementsDu, type Groupe, groupesDu } from '../db/suites.ts'
import { participantsDe } from '../db/travaux.ts'
import { avancerCompteRendu, type EtatCompteRendu } from '../domain/compte-rendu.ts'
import { compterCreneaux } from '../domain/creneaux.ts'
import { lirePesee } from '../domain/pesee.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { retenirDate } from '../gestes/chercher-date.ts'
import { tacheInviter } from '../jobs/envoyer.job.ts'
import { tacheChangement } from '../jobs/prevenir.job.ts'
import { noter, type Regard, regarder } from '../lecture/regard.ts'
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

type Dedans<S extends z.ZodType> = {
  readonly tx: TenantTx
  readonly visiteur: Visiteur
  readonly r: Regard
  readonly u: Reunion
  readonly le: Date
  readonly data: z.output<S>
  readonly geste: string | undefined
  /** La clé de ce que l'on crée : un double envoi n'écrit qu'une fois. */
  readonly cle: string
}
/** Ce qui s'est fait, ou la phrase qui dit pourquoi non. */
type Rendu = Flash | { readonly refus: string }

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
    faire: (d: Dedans<(typeof champs)[N]>) => Promise<Rendu>,
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
        const rendu = await faire({ tx, visiteur, r, u, le, data: lu.data, geste: lu.geste, cle })
        if ('refus' in rendu) return revenir(withAlert(lu.form as FormState, rendu.refus), 409)
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

  poster('reponse', 'membre', 'reponses', async ({ tx, visiteur, r, u, le, data }) => {
    if (u.etat !== 'convoquee') return { refus: 'Cette rencontre n’attend plus de réponse.' }
    if (data.dit === 'oui' && u.jauge !== null) {
      const ouis = (await reponsesA(tx, r.pole.id, u.id)).filter((x) => x.dit === 'oui')
      if (
        ouis.length >= u.jauge &&
        !ouis.some((x) => x.compte === visiteur.personneId && x.organisme === r.moi)
      )
        return {
          refus: `Les ${u.jauge} places sont prises\u00a0: dites «\u00a0peut-être\u00a0», ou venez à distance.`,
        }
    }
    await repondre(tx, r.pole.id, u.id, { compte: visiteur.personneId, nom: visiteur.nom, dit: data.dit }, le)
    return { genre: 'fait', fort: 'Votre réponse est notée.', suite: 'Vous pouvez en changer ici.' }
  })
  poster('points', 'membre', 'ordre-du-jour', async ({ tx, visiteur, r, u, le, data, cle }) => {
    if (u.etat === 'tenue' || u.etat === 'annulee')
      return { refus: 'La rencontre est passée : son ordre du jour ne change plus.' }
    await proposerPoint(
      tx,
      r.pole.id,
      u.id,
      {
        id: cle as Id<'Point'>,
        titre: uneLigne(data.point),
        minutes: data.minutes ?? null,
        par: visiteur.nom,
      },
      le,
    )
    return { genre: 'fait', fort: 'Le point est à l’ordre du jour.' }
  })
  poster('enjeux', 'membre', 'tour-de-table', async ({ tx, visiteur, r, u, le, data, cle }) => {
    if (u.etat === 'annulee') return { refus: 'Cette rencontre est annulée.' }
    await direEnjeu(
      tx,
      r.pole.id,
      u.id,
      { id: cle as Id<'Enjeu'>, texte: uneLigne(data.enjeu), par: visiteur.nom },
      le,
    )
    return { genre: 'fait', fort: 'Votre enjeu est dit.' }
  })
  poster('themes', 'anime', 'tour-de-table', async ({ tx, r, u, le, data }) => {
    const connus = new Set((await themesDe(tx, r.pole.id, u.id)).map((t) => plier(t.nom)))
    const neufs = [...new Set(data.themes.split('\n').map(uneLigne))].filter(
      (t) => t !== '' && !connus.has(plier(t)),
    )
    if (neufs.length + connus.size > 40) return { refus: 'Quarante thèmes au plus : rassemblez davantage.' }
    if (neufs.some((t) => t.length > 160)) return { refus: 'Un thème tient en 160 signes.' }
    // Un instant de plus à chacun : ils gardent l'ordre où ils sont écrits.
    for (const [i, nom] of neufs.entries())
      await ouvrirTheme(tx, r.pole.id, u.id, { id: newId<'Theme'>(le), nom }, new Date(le.getTime() + i))
    return {
      genre: 'fait',
      fort: neufs.length === 0 ? 'Ces thèmes étaient déjà là.' : 'Les thèmes sont nommés.',
      suite: 'Rangez maintenant les enjeux.',
    }
  })
  poster('rangements', 'anime', 'tour-de-table', async ({ tx, r, u, data }) => {
    const enjeux = new Set<string>((await tourDeTable(tx, r.pole.id, u.id)).map((e) => e.id))
    const themes = new Set<string>((await themesDe(tx, r.pole.id, u.id)).map((t) => t.id))
    for (const { enjeu, theme } of data.rangement) {
      if (!enjeux.has(enjeu) || (theme && !themes.has(theme)))
        return { refus: 'Un enjeu ou un thème n’est pas de cette rencontre.' }
      await rangerEnjeu(tx, r.pole.id, enjeu, theme ?? null)
    }
    return { genre: 'fait', fort: 'Les enjeux sont rangés.' }
  })
  poster('pesees', 'membre', 'tour-de-table', async ({ tx, visiteur, r, u, le, data }) => {
    if (u.etat === 'annulee') return { refus: 'Cette rencontre est annulée.' }
    if (u.compteRendu === 'valide' || u.compteRendu === 'publie')
      return { refus: 'Le compte rendu est validé : les thèmes ne se pèsent plus.' }
    const themes = (await themesDe(tx, r.pole.id, u.id)).map((t) => t.id)
    const lue = lirePesee(
      themes,
      data.pesee.map((p) => ({ theme: p.theme, points: p.points ?? 0 })),
    )
    if (!lue.ok) return { refus: lue.error.phrase }
    await peser(tx, r.pole.id, u.id, { ...lue.value, par: visiteur.nom }, le)
    return {
      genre: 'fait',
      fort: 'Votre coopérative a pesé les thèmes.',
      suite: 'Vous pouvez changer ses points ici.',
    }
  })
  poster('retenir', 'anime', 'lieu', async ({ tx, visiteur, r, u, le, data }) => {
    const fait = await retenirDate(tx, r.pole.id, u.id, data.rang, le)
    if (!fait.ok) return { refus: fait.error.phrase }
    await enqueue(tx, tacheInviter, { organisme: r.moi, pole: r.pole.id, reunion: u.id })
    await noter(
      tx,
      visiteur,
      r.pole.id,
      'convoquer-reunion',
      `Une rencontre de {pole:${r.pole.id}} est convoquée.`,
      le,
    )
    return {
      genre: 'fait',
      fort: 'La rencontre est convoquée à cette date.',
      suite: 'Les personnes mandatées reçoivent l’invitation.',
    }
  })
  poster('groupes', 'anime', 'tour-de-table', async ({ tx, r, u, le, data, cle }) => {
    const theme: Theme | undefined = (await themesDe(tx, r.pole.id, u.id)).find((t) => t.id === data.theme)
    if (!theme) return { refus: 'Ce thème n’est pas de cette rencontre.' }
    if ((await groupesDu(tx, r.pole.id)).some((g) => g.theme === theme.id))
      return { genre: 'passe', fort: 'Ce thème a déjà son groupe de travail.' }
    await ouvrirGroupe(
      tx,
      r.pole.id,
      {
        id: cle as Groupe['id'],
        nom: theme.nom,
        mandat: data.mandat,
        pilote: uneLigne(data.pilote),
        theme: theme.id,
        echeance: data.echeance ?? null,
      },
      le,
    )
    return { genre: 'fait', fort: `Le groupe « ${theme.nom} » est ouvert.` }
  })
  poster('presences', 'anime', 'presences', async ({ tx, r, u, data }) => {
    if (u.etat !== 'tenue') return { refus: 'Dites d’abord que la rencontre s’est tenue.' }
    const membres = new Set<string>(r.membres.filter((m) => m.etat === 'active').map((m) => m.organisme))
    const lues = new Map(data.presence.map((p) => [p.cooperative, p.personnes ?? 0]))
    const presentes = [...lues]
      .filter(([o, n]) => n > 0 && membres.has(o))
      .map(([organisme, personnes]) => ({ organisme, personnes }))
    await noterPresences(tx, r.pole.id, u.id, presentes)
    await changerReunion(tx, r.pole.id, u.id, { invites: uneLigne(data.invites) })
    return { genre: 'fait', fort: 'Les présences sont notées.' }
  })
  poster('recit', 'anime', 'compte-rendu', async ({ tx, r, u, data }) => {
    if (u.compteRendu === 'valide' || u.compteRendu === 'publie')
      return { refus: 'Le compte rendu est validé : il ne change plus.' }
    await changerReunion(tx, r.pole.id, u.id, { recit: data.recit })
    await oublierBrouillon(tx, cleDuRecit(u.id))
    return { genre: 'fait', fort: 'Le récit est gardé.' }
  })
  poster('amendements', 'membre', 'compte-rendu', async ({ tx, visiteur, r, u, le, data, cle }) => {
    if (u.compteRendu !== 'amendement') return { refus: 'Le compte rendu n’est pas ouvert aux amendements.' }
    await proposerAmendement(
      tx,
      r.pole.id,
      u.id,
      { id: cle as Id<'Amendement'>, texte: data.amendement, par: visiteur.nom },
      le,
    )
    return { genre: 'fait', fort: 'L’amendement est proposé.' }
  })
  poster('engagements', 'membre', 'suites', async ({ tx, visiteur, r, u, le, data, cle }) => {
    const qui = plier(uneLigne(data.qui))
    // « Rosa Ba, Les Tisserands » nomme une personne que le pôle connaît : c'est à elle que le rappel ira.
    const connues = [
      { nom: visiteur.nom, organisme: r.moi, compte: visiteur.personneId },
      ...r.mandats,
      ...(await participantsDe(tx, r.pole.id)),
    ]
    const personne = connues.find((x) => qui === plier(x.nom) || qui.startsWith(`${plier(x.nom)},`))
    await prendreEngagement(
      tx,
      r.pole.id,
      {
        id: cle as Id<'Engagement'>,
        reunion: u.id,
        quoi: uneLigne(data.quoi),
        qui: uneLigne(data.qui),
        pour: data.pour ?? null,
        personne: personne && { organisme: personne.organisme, compte: personne.compte },
      },
      le,
    )
    return {
      genre: 'fait',
      fort: 'L’engagement est noté.',
      ...(personne && data.pour ? { suite: 'Un courriel le rappellera une semaine avant.' } : {}),
    }
  })
  poster('etat', 'anime', 'presences', async ({ tx, r, u, le }) => {
    if (u.etat === 'tenue') return { genre: 'passe', fort: 'C’était déjà dit.' }
    if (u.etat !== 'convoquee') return { refus: 'Une rencontre annulée ne s’est pas tenue.' }
    if (u.debut && u.debut > le) return { refus: 'Elle n’a pas commencé : revenez le jour venu.' }
    await changerReunion(tx, r.pole.id, u.id, { etat: 'tenue' })
    return { genre: 'fait', fort: 'La rencontre s’est tenue.', suite: 'Notez qui était là, puis le récit.' }
  })
  poster('annuler', 'anime', 'lieu', async ({ tx, r, u, le, data }) => {
    if (u.etat === 'tenue') return { refus: 'Elle s’est tenue : on n’annule plus.' }
    const convoquee = u.etat === 'convoquee'
    await changerReunion(tx, r.pole.id, u.id, { etat: 'annulee', motif: data.motif })
    const vote = (await creneauxDe(tx, r.pole.id, u.id))[0]?.decision
    if (vote && u.etat === 'dates') await clore(tx, r.pole.id, vote, 'La rencontre est annulée.', le)
    if (convoquee) await enqueue(tx, tacheChangement, { organisme: r.moi, pole: r.pole.id, reunion: u.id })
    return {
      genre: 'fait',
      fort: 'La rencontre est annulée.',
      suite: convoquee
        ? 'L’agenda public le dit, et un courriel à qui était invité.'
        : 'Rien n’était convoqué.',
    }
  })
  poster('compte-rendu', 'anime', 'compte-rendu', async ({ tx, r, u, le, geste }) => {
    const vers = (['brouillon', 'amendement', 'valide'] as const).find((e) => e === geste)
    if (!vers) return { refus: 'Choisissez où va le compte rendu.' }
    if (u.compteRendu === vers) return { genre: 'passe', fort: 'C’était déjà fait.' }
    const avance = avancerCompteRendu(u, vers, le)
    if (!avance.ok) return { refus: avance.error.phrase }
    const etat: EtatCompteRendu = avance.value
    await changerReunion(tx, r.pole.id, u.id, {
      compteRendu: etat,
      ...(etat === 'amendement' ? { amendementLe: le } : {}),
    })
    const dits = {
      brouillon: 'Le compte rendu est de nouveau un brouillon.',
      amendement: 'Le compte rendu est ouvert aux amendements.',
      valide: 'Le compte rendu est validé.',
      publie: '',
    }
    return { genre: 'fait', fort: dits[etat] }
  })
  return app
}
