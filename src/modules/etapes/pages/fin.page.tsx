/** Ne plus recevoir d’informations : sans compte, par le lien du courriel, d’un clic. Ce que le contrat doit part toujours. */
import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import type { Services } from '#platform/services.ts'
import { Button, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { prouve } from '../gestes/preuve.ts'
import { seDesinscrire } from '../gestes/tenir-une-adresse.ts'
import { finirUrl } from '../liens.ts'

export const finPage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) => {
  const messageDe = (c: { req: { param(n: string): string | undefined } }) => {
    const id = asId<'MessageDEtape'>(c.req.param('message') ?? '')
    return id && prouve(keys, id, c.req.param('preuve') ?? '') ? id : undefined
  }
  return (
    new Hono<Env>()
      .get(finirUrl.modele, (c) =>
        messageDe(c)
          ? c.html(
              <PublicPage
                title="Ne plus recevoir d’informations"
                lede="Les convocations, les liens et les papiers de vos formations vous arriveront toujours."
              >
                <Form form={emptyForm()} classe="court">
                  <p>
                    <Button genre="main">Ne plus recevoir d’informations</Button>
                  </p>
                </Form>
              </PublicPage>,
            )
          : notFound(c),
      )
      // Sans origine ni jeton : c’est le clic d’une boîte aux lettres (RFC 8058). La preuve est dans l’adresse.
      .post(finirUrl.modele, async (c) => {
        const id = messageDe(c)
        if (!id || !(await db.withoutTenant((tx) => seDesinscrire(tx, id, clock.now())))) return notFound(c)
        return c.html(
          <PublicPage
            title="C’est fait"
            lede="Vous ne recevrez plus d’informations de cet organisme à cette adresse. Ce qui concerne vos formations vous arrivera toujours."
          />,
        )
      })
  )
}
