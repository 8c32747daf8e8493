/** Une fiche que sa personne rend publique : lue sans compte, par son seul accord. Rien ne s’en garde en route : retiré, l’accord ferme la page. */
import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import type { Services } from '#platform/services.ts'
import { PublicPage, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { lireFichePublique } from '../db/vivier.ts'
import type { FicheId, FichePublique } from '../domain/vivier.ts'
import { fichePubliqueUrl } from '../liens.ts'
import { CommentOu, FaitsDeLaFiche, SaitFaire } from './fiche-vue.tsx'

const Vue = ({ f }: { f: FichePublique }) => (
  <PublicPage title={f.nom} lede={f.accroche}>
    <FaitsDeLaFiche f={f} />
    <SaitFaire f={f} sous="La personne le dit d’elle-même ; Coforme n’en a rien vérifié." />
    <Section titre="Comment, où" id="comment">
      <CommentOu f={f} />
    </Section>
    <p>Pour la joindre, écrivez à {f.cooperative}.</p>
  </PublicPage>
)

export const fichePubliquePage = (services: Services) =>
  new Hono<Env>().get(fichePubliqueUrl.modele, async (c) => {
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    const id = asId<'FicheDuVivier'>(c.req.param('fiche')) as FicheId | undefined
    const f = id ? await services.db.withoutTenant((tx) => lireFichePublique(tx, id)) : undefined
    return f ? c.html(<Vue f={f} />) : notFound(c)
  })
