/** Ce que Coforme me dit : mes nouvelles dans la page, et chaque genre par courriel, aussitôt, dans le résumé du matin, ou jamais. */
import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Actions, CheckboxGroup, FieldSection, Form, Page, RadioGroup, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, plusieurs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { avertissementsUrl, compteUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { accesDuMembre, horsDeSaPage, lireChoix, nouvellesDe } from '../db/avis.ts'
import {
  type GenreAvis,
  genresDAvis,
  genresEnPage,
  HEURE_DU_RESUME,
  JOURS_DE_NOUVELLES,
  listeGenresDAvis,
  motQuand,
  type Quand,
  quandPour,
} from '../domain/avis.ts'
import { choisirSesAvertissements } from '../gestes/regler.ts'

const quand = choix(['aussitot', 'jour', 'jamais'], { phrase: 'Choisissez quand.' })
const fields = z.object({
  ...(Object.fromEntries(listeGenresDAvis.map((g) => [g, quand])) as Record<GenreAvis, typeof quand>),
  page: plusieurs(genresEnPage),
})
type Formulaire = FormOf<typeof fields>

type Nouvelles = Awaited<ReturnType<typeof nouvellesDe>>

const Vue = ({ form, maison, nouvelles }: { form: Formulaire; maison: string; nouvelles: Nouvelles }) => (
  <Page
    title="Ce que Coforme m’écrit"
    lede={`Pour ${maison}. Le résumé part une fois par jour, à ${HEURE_DU_RESUME} h, et jamais quand il n’y a rien à dire.`}
    path={[{ libelle: 'Mon compte', href: compteUrl() }]}
    alert={form.alert}
  >
    <Section titre="Vos nouvelles" id="nouvelles" sous={`Les ${JOURS_DE_NOUVELLES} derniers jours.`}>
      {nouvelles.length === 0 ? (
        <p>Rien de neuf.</p>
      ) : (
        <ul>
          {nouvelles.map((n) => (
            <li>
              <a href={n.href}>{n.phrase}</a>{' '}
              <span class="sub">
                {genresDAvis[n.genre].nom}, {formaterDate(jourLocal(n.le, ZONE_PAR_DEFAUT))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
    <Form form={form} action={avertissementsUrl()}>
      <FieldSection titre="Dans cette page">
        <CheckboxGroup
          form={form}
          name="page"
          label="Me montrer ici"
          optional
          options={genresEnPage.map((value) => ({ value, label: genresDAvis[value].nom }))}
        />
      </FieldSection>
      <FieldSection titre="Par courriel">
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

/** Ce que la page montre de cette personne : ses nouvelles, ses choix. */
const lire = async (tx: TenantTx, compte: PersonneId, maintenant: Date) => {
  const membre = await accesDuMembre(tx, compte)
  const depuis = new Date(maintenant.getTime() - JOURS_DE_NOUVELLES * 86_400_000)
  return {
    nouvelles: membre ? await nouvellesDe(tx, membre, depuis) : [],
    choisis: await lireChoix(tx, compte),
    hors: await horsDeSaPage(tx, compte),
  }
}

export const avertissementsPage = new Hono<Env>()
  .get(avertissementsUrl(), exigerConnexion(), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const { nouvelles, choisis, hors } = await lire(tx, visiteur.personneId, c.get('services').clock.now())
      return c.html(
        <Vue
          maison={visiteur.organisme?.nom ?? ''}
          nouvelles={nouvelles}
          form={emptyForm(undefined, {
            ...Object.fromEntries(listeGenresDAvis.map((g) => [g, quandPour(choisis, g)])),
            page: genresEnPage.filter((g) => !hors.has(g)),
          })}
        />,
      )
    }),
  )
  .post(avertissementsUrl(), exigerConnexion(), async (c) => {
    const read = await readForm(fields, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (visiteur.assistance || visiteur.lectureSeule)
        return forbidden(c, 'Cet accès lit, et ne change rien.')
      const le = c.get('services').clock.now()
      if (!read.ok) {
        const { nouvelles } = await lire(tx, visiteur.personneId, le)
        return c.html(
          <Vue maison={visiteur.organisme?.nom ?? ''} nouvelles={nouvelles} form={read.form} />,
          read.status,
        )
      }
      const choisis = Object.fromEntries(
        listeGenresDAvis.map((g): [string, Quand] => [g, quandPour({ [g]: read.data[g] }, g)]),
      )
      await choisirSesAvertissements(tx, visiteur.personneId, choisis, new Set(read.data.page), le)
      return redirectWith(c, avertissementsUrl(), { genre: 'fait', fort: 'Vos choix sont gardés.' })
    })
  })
