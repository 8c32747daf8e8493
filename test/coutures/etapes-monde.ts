import type { JobHandler, JobPayload } from '#platform/jobs/jobs.ts'
import { platformJobs } from '#platform/jobs/platform-jobs.ts'
import { EnvoiRetenu, EnvoiTropTot, type Message } from '#platform/mail/mail.ts'
import type { AFaire } from '#web/contributions.ts'
import { envoyerLien } from '../../src/modules/emargement/jobs/envoyer-lien.job.ts'
import {
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../src/modules/emargement/test/session-d-essai.ts'
import { passerCourrier } from '../../src/modules/etapes/gestes/passer-courrier.ts'
import { envoyer } from '../../src/modules/etapes/jobs/envoyer.job.ts'
import { avertirOrganisme } from '../../src/modules/etapes/jobs/resume.job.ts'
import { tourneeOrganisme } from '../../src/modules/etapes/jobs/tournee.job.ts'
import { moduleEtapes } from '../../src/modules/etapes/module.ts'
import type { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

type Base = Awaited<ReturnType<typeof baseNeuve>>
type Admin = Awaited<ReturnType<Base['client']>>

export const faireMonde = (base: Base, admin: Admin) => {
  const poser = (stagiaires = 2): Promise<SessionDEssai> =>
    base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires, jour: '2026-11-24' }))

  type Sort = { readonly responseCode: number; readonly command?: string } | undefined

  /** Une coopérative, son application, sa porte de courrier ; l’heure, les rôles et le serveur de courrier se changent. */
  const monde = (fil: SessionDEssai, depart = '2026-11-23T09:00:00Z') => {
    let instant = new Date(depart)
    let roles: readonly string[] = ['responsable']
    let [lecture, assistance, administreInstance] = [false, false, false]
    let adresse = '192.0.2.7'
    let pendant: () => Promise<void> = async () => {}
    const sorts = new Map<string, Sort>()
    const remis: Message[] = []
    const nus = servicesDe(base, fil, depart)
    const clock = { now: () => new Date(instant) }
    const serveur = {
      send: async (m: Message) => {
        await pendant()
        const sort = sorts.get(m.a)
        if (sort) throw Object.assign(new Error(`refus pour ${m.a}`), sort)
        remis.push(m)
      },
      close: async () => {},
    }
    const mailer = passerCourrier(serveur, { db: base.worker, clock, keys: nus.keys })
    const services = { ...nus, clock, mailer }
    const choses: AFaire[] = []
    const avertir = avertirOrganisme({ aFaire: async () => choses })
    const { app } = pagesDevant(
      services,
      [moduleEtapes()],
      () => ({
        personneId: fil.personne,
        organisme: { id: fil.organisme, code: fil.code, nom: 'Essai' },
        roles,
        assistance,
        administreInstance,
        ...(lecture ? { lectureSeule: true } : {}),
      }),
      { sansFormulaire: ['/informations/'] },
    )
    const demander = async (url: string, champs?: Readonly<Record<string, string | readonly string[]>>) => {
      const corps = new URLSearchParams()
      for (const [nom, v] of Object.entries(champs ?? {}))
        for (const x of typeof v === 'string' ? [v] : v) corps.append(nom, x)
      const r = await app.request(
        `http://localhost:3000${url}`,
        champs ? { method: 'POST', body: corps, headers: { origin: 'http://localhost:3000' } } : {},
        { incoming: { socket: { remoteAddress: adresse } } },
      )
      return {
        status: r.status,
        vers: r.headers.get('location') ?? '',
        texte: (await r.text()).replace(/[\s\u00a0\u202f]+/g, ' '),
      }
    }
    const taches = async (nom: string): Promise<JobPayload[]> =>
      (
        await admin.query<{ payload: JobPayload }>(
          `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = $1 and j.payload ->> 'organisme' = $2 order by j.id`,
          [nom, fil.organisme],
        )
      ).rows.map((r) => r.payload)
    /** Comme l’ouvrier : un envoi retenu finit la tâche, le reste la fait rejouer. */
    const mener = async (
      tache: JobHandler,
      payload: JobPayload,
    ): Promise<'faite' | 'retenue' | 'a-rejouer'> => {
      try {
        await tache(payload, services)
        return 'faite'
      } catch (erreur) {
        return erreur instanceof EnvoiRetenu ? 'retenue' : 'a-rejouer'
      }
    }
    return {
      fil,
      services,
      remis,
      sorts,
      choses,
      mener,
      taches,
      lire: (url: string) => demander(url),
      /** Un formulaire qui porte un fichier. */
      deposer: async (url: string, champs: Readonly<Record<string, File>>) => {
        const corps = new FormData()
        for (const [nom, f] of Object.entries(champs)) corps.append(nom, f)
        const r = await app.request(`http://localhost:3000${url}`, {
          method: 'POST',
          body: corps,
          headers: { origin: 'http://localhost:3000' },
        })
        return { status: r.status, texte: await r.text() }
      },
      /** La boîte aux lettres clique sans origine ni jeton (RFC 8058). */
      cliquer: async (url: string) =>
        (
          await app.request(`http://localhost:3000${url}`, {
            method: 'POST',
            body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
          })
        ).status,
      envoyer: (url: string, champs: Readonly<Record<string, string | readonly string[]>> = {}) =>
        demander(url, champs),
      aller: (quand: string) => {
        instant = new Date(quand)
      },
      comme: (r: readonly string[], o: { lecture?: boolean; assistance?: boolean } = {}) => {
        roles = r
        lecture = o.lecture ?? false
        assistance = o.assistance ?? false
      },
      /** Qui administre l’instance, et d’où il la lit. */
      administrer: (depuis: string) => {
        administreInstance = true
        adresse = depuis
      },
      entre: (f: () => Promise<void>) => {
        pendant = f
      },
      tourner: () => tourneeOrganisme({ organisme: fil.organisme }, services),
      /** Les messages à la file, chacun mené une fois. */
      poster: async () => {
        const sorts: string[] = []
        for (const p of await taches('etapes.envoyer')) sorts.push(await mener(envoyer, p))
        for (const p of await taches('emargement.envoyer-lien')) sorts.push(await mener(envoyerLien, p))
        return sorts
      },
      avertir: async () => {
        await avertir({ organisme: fil.organisme }, services)
        const { rows } = await admin.query<{ id: string }>(
          `select id from plateforme.courriel where organisme_id = $1 and etat = 'en-attente' order by depose_le, id`,
          [fil.organisme],
        )
        for (const r of rows)
          await platformJobs['plateforme.envoyer-courriel']?.(
            { courriel: r.id },
            { ...services, db: base.worker },
          ).catch((erreur: unknown) => {
            // Un autre ouvrier le tient : la file le remettrait à plus tard.
            if (!(erreur instanceof EnvoiTropTot)) throw erreur
          })
      },
      envois: async () =>
        (
          await admin.query<{
            etat: string
            raison: string | null
            adresse: string
            code: string
            essais: number
            refus: string | null
          }>(
            'select etat, raison, adresse, code, essais, refus from etapes.envoi where organisme_id = $1 order by adresse, le',
            [fil.organisme],
          )
        ).rows,
      url: (suite = '') => `/sessions/${fil.session}/envois${suite}`,
    }
  }

  return { poser, monde }
}

export type Monde = ReturnType<ReturnType<typeof faireMonde>['monde']>

export const vuDe = (texte: string): string => /name="vu" value="([0-9a-f]{64})"/.exec(texte)?.[1] ?? ''
export const activer = (m: Monde, code: string, champs: Record<string, string> = {}) =>
  m.envoyer(`/cooperative/envois/${code}`, {
    active: 'on',
    ecart: '-1',
    relances: '',
    objet: 'Demain : {formation}',
    corps: 'Bonjour {prenom}, à demain {heure}, {lieu}. {organisme}',
    ...champs,
  })
/** Relit la page, puis arme ce qu’elle montrait. */
export const armer = async (m: Monde, code: string, geste = 'armer') => {
  const page = await m.lire(m.url(`/etapes/${code}`))
  return m.envoyer(m.url(`/etapes/${code}`), { vu: vuDe(page.texte), geste })
}
