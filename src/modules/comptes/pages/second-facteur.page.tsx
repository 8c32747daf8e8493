import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { qrDataUrl, totpUri } from '#platform/auth/totp.ts'
import { Actions, Button, ButtonLink, Field, FieldSection, Form, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { motDePasse, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { compteUrl, connexionUrl } from '#web/links.ts'
import type { Gestes } from '../gestes/composer.ts'
import { secondFacteurUrl } from '../web/liens.ts'
import { exigerCompte, jetonDe } from '../web/visiteur.ts'

const activer = z.object({
  code: texte({ min: 1, max: 20, vide: 'Recopiez le code à six chiffres.' }),
  motDePasse: motDePasse(),
})
const prouver = z.object({ motDePasse: motDePasse() })

/** Le jour que la coopérative a dit, à qui n’a pas encore de code. */
const codeDu = (c: Context<Env>): DateCivile | undefined => dateCivile(c.get('visiteur')?.codeDu ?? '')

const chemin = [{ libelle: 'Mon compte', href: compteUrl() }]
const titre = 'Code en plus du mot de passe'

type Propose = { secret: string; courriel: string; codeDu?: DateCivile | undefined }

const VueProposer = ({ propose, form }: { propose: Propose; form: FormOf<typeof activer> }) => (
  <Page
    title={titre}
    path={chemin}
    lede={
      propose.codeDu
        ? `Votre coopérative demande ce code à toute son équipe à partir du ${formaterDate(propose.codeDu)}\u00a0: elle s’ouvre à vous dès qu’il est actif.`
        : 'Avec ce second facteur, un mot de passe volé ne suffit plus à entrer.'
    }
    alert={form.alert}
  >
    <Section titre="Photographier" id="carre">
      <p>
        Dans une application de codes (FreeOTP, Aegis, celle de votre gestionnaire de mots de passe…),
        photographiez ce carré.
      </p>
      <p>
        <img
          src={qrDataUrl(totpUri(propose.secret, propose.courriel))}
          width="232"
          height="232"
          alt="Carré à photographier avec l’application de codes"
        />
      </p>
      <p>
        Sans appareil photo, recopiez ce secret{'\u00a0'}:{' '}
        <code class="copiable">{propose.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </Section>
    <Form form={form} noms={{ code: 'Code', motDePasse: 'Mot de passe' }}>
      <FieldSection titre="Confirmer">
        <Field
          form={form}
          name="code"
          label="Code affiché par l’application"
          inputmode="numeric"
          autocomplete="one-time-code"
          span={3}
        />
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          hint="Demandé pour tout changement."
          span={3}
        />
      </FieldSection>
      <Actions libelle="Activer le second facteur">
        <a href={compteUrl()}>Plus tard</a>
      </Actions>
    </Form>
  </Page>
)

const VueActif = ({ secours, form }: { secours: number; form: FormOf<typeof prouver> }) => (
  <Page
    title={titre}
    path={chemin}
    lede={`Le second facteur est actif. Il vous reste ${secours} ${secours > 1 ? 'codes' : 'code'} de secours.`}
    alert={form.alert}
  >
    <Form form={form} noms={{ motDePasse: 'Mot de passe' }}>
      <FieldSection titre="Changer">
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          hint="Demandé pour tout changement."
          span={3}
        />
      </FieldSection>
      <div class="sect actions">
        <p class="sub sect-h" />
        <p>
          <Button geste="renouveler" genre="main">
            Refaire dix codes de secours
          </Button>{' '}
          <Button geste="retirer" genre="grave">
            Retirer le second facteur
          </Button>
        </p>
      </div>
    </Form>
  </Page>
)

const VueCodes = ({ codes }: { codes: readonly string[] }) => (
  <Page
    title="Vos codes de secours"
    path={chemin}
    lede="Imprimez-les ou recopiez-les maintenant : ils ne seront plus jamais montrés. Chacun remplace une fois le code du téléphone."
  >
    <ol>
      {codes.map((code) => (
        <li>
          <code class="copiable">{code}</code>
        </li>
      ))}
    </ol>
    <p>
      <ButtonLink href={compteUrl()} genre="main">
        Je les ai gardés
      </ButtonLink>
    </p>
  </Page>
)

export const secondFacteurPage = (
  gestes: Pick<
    Gestes,
    'proposerSecondFacteur' | 'activerSecondFacteur' | 'renouvelerSecours' | 'retirerSecondFacteur'
  >,
) => {
  const etat = async (c: Context<Env>) => {
    const jeton = jetonDe(c)
    const propose = jeton ? await gestes.proposerSecondFacteur(jeton) : undefined
    return jeton && propose ? { jeton, ...propose } : undefined
  }
  return new Hono<Env>()
    .use(secondFacteurUrl.modele, exigerCompte())
    .get(secondFacteurUrl.modele, async (c) => {
      const e = await etat(c)
      if (!e) return c.redirect(connexionUrl(), 303)
      return c.html(
        e.secret ? (
          <VueProposer
            propose={{ secret: e.secret, courriel: e.courriel, codeDu: codeDu(c) }}
            form={emptyForm()}
          />
        ) : (
          <VueActif secours={e.secours} form={emptyForm()} />
        ),
      )
    })
    .post(secondFacteurUrl.modele, async (c) => {
      const e = await etat(c)
      if (!e) return c.redirect(connexionUrl(), 303)
      if (e.secret) {
        const propose = { secret: e.secret, courriel: e.courriel, codeDu: codeDu(c) }
        const read = await readForm(activer, c)
        if (!read.ok) return c.html(<VueProposer propose={propose} form={read.form} />, read.status)
        const fait = await gestes.activerSecondFacteur(e.jeton, read.data.code, read.data.motDePasse)
        if (fait.ok) return c.html(<VueCodes codes={fait.value} />)
        const champ = fait.error.code === 'code' ? 'code' : 'motDePasse'
        return c.html(
          <VueProposer propose={propose} form={withErrors(read.form, { [champ]: fait.error.phrase })} />,
          422,
        )
      }
      const read = await readForm(prouver, c)
      if (!read.ok) return c.html(<VueActif secours={e.secours} form={read.form} />, read.status)
      const refuser = (phrase: string) =>
        c.html(<VueActif secours={e.secours} form={withErrors(read.form, { motDePasse: phrase })} />, 422)
      // La touche Entrée ne presse aucun des deux gestes : on demande lequel.
      if (read.geste !== 'retirer' && read.geste !== 'renouveler')
        return refuser('Choisissez l’un des deux gestes.')
      if (read.geste === 'renouveler') {
        const fait = await gestes.renouvelerSecours(e.jeton, read.data.motDePasse)
        return fait.ok ? c.html(<VueCodes codes={fait.value} />) : refuser(fait.error.phrase)
      }
      const fait = await gestes.retirerSecondFacteur(e.jeton, read.data.motDePasse)
      return fait.ok
        ? redirectWith(c, secondFacteurUrl(), { genre: 'fait', fort: 'Le second facteur est retiré.' })
        : refuser(fait.error.phrase)
    })
}
