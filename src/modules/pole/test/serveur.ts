/** Les pages du pôle (et du portail) sur une base d'essai : des coopératives, des personnes connectées, une horloge réglée. */
import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { gestesDe, visiteurMiddleware } from '#modules/comptes/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { createApp } from '#web/app.ts'
import type { CoformeModule } from '#web/module.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import type { BaseDEssai } from '../../../../test/base/index.ts'
import { poserAdhesion, poserCompte } from '../../comptes/test/comptes.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'

const phrase = 'un tilleul devant la mairie'

export type Connectee = {
  readonly personne: PersonneId
  readonly organisme: OrganismeId
  readonly courriel: string
  readonly cookie: string
  aller(
    chemin: string,
    corps?: Record<string, string>,
  ): Promise<{ statut: number; vers: string; texte: string; type: string }>
}

export const servirPole = (base: BaseDEssai, modules: readonly CoformeModule[]) => {
  const keys = keysFromSeed('pole')
  const pannes: Panne[] = []
  let instant = new Date('2026-11-24T10:40:00Z')
  const services: Services = {
    ...testServices(pannes),
    db: base.db,
    keys,
    clock: { now: () => new Date(instant) },
  }
  const app = createApp(services, { identify: visiteurMiddleware(services), modules })
  const { origine } = services.config
  let rang = 0
  const connecter = async (
    organisme: OrganismeId,
    roles: readonly string[],
    /** Administre l'instance : l'Union, qui fonde un pôle sans attendre de signatures. */
    administreInstance = false,
  ): Promise<Connectee> => {
    const courriel = `pole${++rang}@exemple.example`
    const personne = await base.maintenance(async (tx) => {
      const compte = await poserCompte(tx, keys, {
        courriel,
        prenom: 'Rosa',
        nom: `Ba ${rang}`,
        motDePasse: phrase,
        administreInstance,
      })
      await poserAdhesion(tx, { organisme, compte, roles })
      return compte
    })
    const e = await gestesDe(services).connecter({
      courriel,
      motDePasse: phrase,
      adresse: '192.0.2.1',
      agent: '',
      retenue: false,
    })
    if (!e.ok) throw new Error(e.error.code)
    const cookie = `coforme=${e.value.jeton}`
    return {
      personne,
      organisme,
      courriel,
      cookie,
      async aller(chemin, corps) {
        const r = await app.request(`${origine}${chemin}`, {
          headers: { cookie, ...(corps ? { origin: origine } : {}) },
          ...(corps ? { method: 'POST', body: new URLSearchParams(corps) } : {}),
        })
        return {
          statut: r.status,
          vers: r.headers.get('location') ?? '',
          texte: await r.text(),
          type: r.headers.get('content-type') ?? '',
        }
      },
    }
  }
  return {
    app,
    services,
    pannes,
    origine,
    connecter,
    coop: (nom: string) => base.maintenance((tx) => poserOrganisme(tx, nom)),
    regler: (quand: string) => {
      instant = new Date(quand)
    },
    /** Les courriels déposés, en clair. */
    courriels: async (): Promise<{ a: string; objet: string; texte: string }[]> => {
      const { rows } = await base.maintenance((tx) =>
        sql<{
          id: string
          chiffre: Buffer
        }>`select id, chiffre from plateforme.courriel where chiffre is not null order by id`.execute(tx),
      )
      return rows.map((l) =>
        JSON.parse(Buffer.from(keys.decrypt('courriel', l.id, l.chiffre) ?? '').toString()),
      )
    },
  }
}
