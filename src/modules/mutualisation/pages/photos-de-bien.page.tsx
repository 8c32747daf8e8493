/** Les photographies d’un bien prêté : en ajouter une, et l’image même, à qui lit la fiche. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { exigerDroit, geste, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FileField, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { aideFichier, fichier, texte } from '#web/fields.ts'
import { notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireBiens } from '../db/biens.ts'
import { photosDuBien } from '../db/biens-portes.ts'
import type { BienId, PhotoId } from '../domain/biens.ts'
import { photographier } from '../gestes/biens.ts'
import { biensUrl, bienUrl, photoDeBienUrl, photographierBienUrl } from '../liens.ts'
import { litLesBiens } from './biens.page.tsx'

const bornes = { genres: ['jpeg', 'png'], max: 3_000_000 } as const
const champs = z.object({
  photo: fichier({ ...bornes, vide: 'Choisissez une photographie.' }),
  legende: texte({ min: 3, max: 200, vide: 'Dites ce que l’on y voit : qui ne la voit pas le lira.' }),
})
const lirePhoto = asId<'PhotoDeBien'>

export const photosDeBienPage = (services: Services) =>
  new Hono<Env>()
    .route(
      '/',
      geste({
        lien: photographierBienUrl,
        droit: 'salles.tenir',
        champs,
        async lire(tx, { bien }) {
          const id = asId<'BienPrete'>(bien) as BienId | undefined
          const [b] = id ? await lireBiens(tx, id) : []
          return b?.mien && b.retireLe === null ? b : undefined
        },
        vue: (b, form) => (
          <Page
            title="Ajouter une photographie"
            lede="Les coopératives du pôle la lisent sur la fiche. Personne ne doit s’y reconnaître."
            path={[
              { libelle: 'Salles et matériel du pôle', href: biensUrl() },
              { libelle: b.titre, href: bienUrl({ bien: b.bien }) },
            ]}
            alert={form.alert}
          >
            <Form form={form} fichiers>
              <FileField
                form={form}
                name="photo"
                label="Photographie"
                accept="image/jpeg,image/png"
                hint={aideFichier(bornes)}
              />
              <Field
                form={form}
                name="legende"
                label="Ce que l’on y voit"
                hint="la salle vue de l’entrée, tables en U"
              />
              <Actions libelle="Ajouter la photographie" />
            </Form>
          </Page>
        ),
        faire: (tx, e) =>
          photographier(services, { ...e, tx }, e.lu.bien, {
            legende: e.data.legende,
            octets: e.data.photo.octets,
          }),
        suite: (_fait, b) => ({
          vers: bienUrl({ bien: b.bien }),
          dit: { genre: 'fait', fort: 'La photographie est sur la fiche.' },
        }),
      }),
    )
    .get(photoDeBienUrl.modele, exigerDroit('pole.lire'), (c) =>
      pourVisiteur(c, services.db, async (tx, visiteur) => {
        const bien = asId<'BienPrete'>(c.req.param('bien')) as BienId | undefined
        const photo = lirePhoto(c.req.param('photo')) as PhotoId | undefined
        if (!bien || !photo || !litLesBiens((d) => peutVisiteur(visiteur, d))) return notFound(c)
        const [lue] = await photosDuBien(tx, bien, photo)
        return lue
          ? c.body(new Uint8Array(await services.storage.open(lue)), 200, {
              'content-type': lue.type,
              'x-content-type-options': 'nosniff',
              // Ôtée, elle ne se relit plus, même du navigateur qui l’a déjà montrée.
              'cache-control': 'no-store',
            })
          : notFound(c)
      }),
    )
