/** « Aujourd’hui » telle qu’un rôle la lit, en texte d’un seul tenant, et le nombre de questions qu’elle pose à la base. */
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { type Database, newId, type TenantTx } from '#platform/db/index.ts'
import { testServices } from '#web/test/services.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { contributionsDuFil } from '../../contributions.ts'
import { modules } from '../../modules.ts'
import { applicationModule } from '../application.ts'

const contributions = [contributionsDuFil, ...modules.flatMap((m) => m.contributions ?? [])]

type Tenant = Parameters<Parameters<Database['withTenant']>[1]>[1]

/** Ce qu’il faut d’une base d’essai (`test/base`, que ce dossier ne connaît pas). */
type Base = {
  enTantQue<T>(
    organisme: OrganismeId,
    qui: { readonly personne: PersonneId },
    work: (tx: TenantTx, tenant: Tenant) => Promise<T>,
  ): Promise<T>
}

export const lireAujourdhui =
  (base: Base) =>
  async (
    fil: { readonly organisme: OrganismeId },
    roles: readonly string[],
    personne = newId<'Personne'>(),
  ) => {
    let questions = 0
    const compter = (tx: TenantTx) =>
      tx.withPlugin({
        transformQuery: ({ node }) => {
          questions += 1
          return node
        },
        transformResult: async ({ result }) => result,
      }) as TenantTx
    const services = testServices()
    const { app } = pagesDevant(
      {
        ...services,
        db: {
          ...services.db,
          withTenant: (_acces, work) =>
            base.enTantQue(fil.organisme, { personne }, (tx, tenant) => work(compter(tx), tenant)),
        },
      },
      [applicationModule(contributions)],
      () => ({
        personneId: personne,
        organisme: { id: fil.organisme, code: 'langue-et-lien', nom: 'Langue & Lien' },
        roles,
      }),
    )
    const r = await app.request('http://localhost:3000/aujourdhui')
    const html = await r.text()
    const texte = html
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/&amp;/g, '&')
      .replace(/[\s\u00a0\u202f]+/g, ' ')
      .replace(/ ([,.])/g, '$1')
    return { statut: r.status, html, texte, questions }
  }
