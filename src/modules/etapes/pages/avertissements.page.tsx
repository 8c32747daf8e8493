/** Ce que Coforme m’écrit : chaque genre de nouvelle, aussitôt, dans le résumé du matin, ou jamais. */
import { Hono } from 'hono'
import { z } from 'zod'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { Actions, FieldSection, Form, Page, RadioGroup } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { avertissementsUrl, compteUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireChoix } from '../db/avis.ts'
import {
  type GenreAvis,
  genresDAvis,
  HEURE_DU_RESUME,
  listeGenresDAvis,
  motQuand,
  type Quand,
  quandPour,
} from '../domain/avis.ts'
import { choisirSesAvertissements } from '../gestes/regler.ts'

const quand = choix(['aussitot', 'jour', 'jamais'], { phrase: 'Choisissez quand.' })
const fields = z.object(
  Object.fromEntries(listeGenresDAvis.map((g) => [g, quand])) as Record<GenreAvis, typeof quand>,
)
type Formulaire = FormOf<typeof fields>

const Vue = ({ form, maison }: { form: Formulaire; maison: string }) => (
  <Page
    title="Ce que Coforme m’écrit"
    lede={`Pour ${maison}. Le résumé part une fois par jour, à ${HEURE_DU_RESUME} h, et jamais quand il n’y a rien à dire.`}
    path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    alert={form.alert}
  >
    <Form form={form} action={avertissementsUrl()}>
      <FieldSection titre="Les nouvelles">
        {listeGenresDAvis.map((g) => (
          <RadioGroup
            form={form}
            name={g}
            label={genresDAvis[g].nom}
            hint={genresDAvis[g].phrase}
            options={genresDAvis[g].choix.map((value) => ({ value, label: motQuand[value] }))}
          />
        ))}
      </FieldSection>
      <Actions libelle="Garder mes choix">
        <a href={compteUrl()}>Revenir à mon compte</a>
      </Actions>
    </Form>
    <p class="sub">
      Un mot de passe oublié, un code, une pièce à signer vous arrivent toujours : ce sont vos gestes, pas des
      nouvelles.
    </p>
  </Page>
)

export const avertissementsPage = new Hono<Env>()
  .get(avertissementsUrl(), exigerConnexion(), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const choisis = await lireChoix(tx, visiteur.personneId)
      return c.html(
        <Vue
          maison={visiteur.organisme?.nom ?? ''}
          form={emptyForm(
            undefined,
            Object.fromEntries(listeGenresDAvis.map((g) => [g, quandPour(choisis, g)])),
          )}
        />,
      )
    }),
  )
  .post(avertissementsUrl(), exigerConnexion(), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (visiteur.assistance || visiteur.lectureSeule)
        return forbidden(c, 'Cet accès lit, et ne change rien.')
      if (!read.ok)
        return c.html(<Vue maison={visiteur.organisme?.nom ?? ''} form={read.form} />, read.status)
      const choisis = Object.fromEntries(
        listeGenresDAvis.map((g): [string, Quand] => [g, quandPour({ [g]: read.data[g] }, g)]),
      )
      await choisirSesAvertissements(tx, visiteur.personneId, choisis, c.get('services').clock.now())
      return redirectWith(c, avertissementsUrl(), { genre: 'fait', fort: 'Vos choix sont gardés.' })
    })
  })
