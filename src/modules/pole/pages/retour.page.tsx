import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Form, Page, RefusBlock } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireReunion } from '../db/reunions.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { adresseDuRetour, type RetourSur } from '../domain/retour-sur.ts'
import { composerRetour, publier } from '../gestes/publier.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { lettreDuPoleUrl, polesUrl, poleUrl, retourPublieUrl, retourUrl, reunionUrl } from '../liens.ts'
import { RetourLu } from './retour-lu.tsx'

type VueProps = { r: Regard; u: Reunion; retour: RetourSur; refus?: string }
const Vue = ({ r, u, retour, refus }: VueProps) => {
  const adresse = retourPublieUrl({ adresse: adresseDuRetour(r.pole.code, u.rang, retour.jour) })
  return (
    <Page
      title="Retour sur"
      heading="Ce que le public lira"
      lede="Tout vient de la rencontre : rien à retaper. Ce qui ne va pas se corrige là-bas."
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
        { libelle: u.titre, href: reunionUrl({ pole: r.pole.id, reunion: u.id }) },
      ]}
    >
      {refus ? <RefusBlock refus={{ titre: 'Le retour ne se publie pas encore', phrase: refus }} /> : null}
      <div class="apercu">
        <RetourLu retour={retour} niveau={2} />
      </div>
      <Form form={emptyForm()} classe="court">
        <Actions libelle={u.compteRendu === 'publie' ? 'Publier de nouveau' : 'Publier ce retour'}>
          {u.compteRendu === 'publie' ? (
            <>
              <a href={adresse}>La page en ligne</a>
              {r.anime ? (
                <a
                  href={withQuery(lettreDuPoleUrl({ pole: r.pole.id }), {
                    retour: adresseDuRetour(r.pole.code, u.rang, retour.jour),
                  })}
                >
                  L’envoyer aux personnes abonnées à la lettre
                </a>
              ) : null}
            </>
          ) : null}
          <a href={reunionUrl({ pole: r.pole.id, reunion: u.id })}>Revenir à la rencontre</a>
        </Actions>
      </Form>
    </Page>
  )
}

export const retourPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(retourUrl.modele, exigerDroit('pole.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const u = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !u) return notFound(c)
        return c.html(<Vue r={r} u={u} retour={await composerRetour(tx, r.pole, u)} />)
      }),
    )
    .post(retourUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(z.object({}), c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const u = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !u) return notFound(c)
        if (!r.anime) return forbidden(c, 'Qui anime le pôle publie ses retours.')
        const le = clock.now()
        const jeton = (read.ok && read.jeton && asId<'Retour'>(read.jeton)) || newId<'Retour'>(le)
        const fait = await publier({ tx, r, visiteur, le }, u.id, jeton)
        if (!fait.ok)
          return c.html(
            <Vue r={r} u={u} retour={await composerRetour(tx, r.pole, u)} refus={fait.error.phrase} />,
            409,
          )
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion: u.id }), {
          genre: 'fait',
          fort: 'Le retour est en ligne.',
          suite: 'Qui a demandé à lire les retours le reçoit.',
          lien: { libelle: 'Le lire', href: retourPublieUrl({ adresse: fait.value.adresse }) },
        })
      })
    })
