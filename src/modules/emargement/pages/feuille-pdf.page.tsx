import { Hono } from 'hono'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { Button, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { emettreFeuille } from '../gestes/emettre-feuille.ts'
import { feuillePdfUrl, sessionUrl } from '../liens.ts'
import { contexteDe, peutEmettre, refuserPresences } from './commun.ts'

export const feuillePdfPages = new Hono<Env>()
  .use(feuillePdfUrl.modele, exigerConnexion())
  .get(feuillePdfUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur)) return forbidden(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    return c.html(
      <Page
        title="Feuille d’émargement"
        lede="La feuille de toute la session, telle que le registre la dit à cet instant, figée en PDF."
        path={[{ libelle: 'Session', href: sessionUrl({ session: ctx.session }) }]}
      >
        <Form form={emptyForm()}>
          <p>
            Sans rien de neuf, la même feuille est rendue. Sinon une nouvelle est émise, qui remplace la
            précédente.
          </p>
          <p>
            <Button genre="call">Émettre la feuille</Button>
          </p>
        </Form>
      </Page>,
    )
  })
  .post(feuillePdfUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur)) return forbidden(c)
    const r = await emettreFeuille(c.get('services'), ctx.qui.acces, ctx.session)
    if (r.ok) return c.redirect(pieceUrl({ piece: r.value.piece }), 303)
    if (r.error.code === 'introuvable') return notFound(c)
    return c.html(
      <Page
        title="Feuille d’émargement"
        alert={{ phrase: r.error.phrase }}
        path={[{ libelle: 'Session', href: sessionUrl({ session: ctx.session }) }]}
      />,
      409,
    )
  })
