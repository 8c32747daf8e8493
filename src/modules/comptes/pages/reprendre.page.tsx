/**
 * Un formulaire envoyé après la fin de la session : rien de ce qui était écrit ne se perd. L’envoi est scellé par les clés de
 * l’instance, dans la page même : le serveur n’en garde rien, et qui trouve l’écran n’en lit rien. Le mot de passe donné, l’envoi part
 * tel qu’il était, au nom de qui s’est connecté. Sans script.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { generateCookie } from 'hono/cookie'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { sessionCookieName, sessionCookieOptions } from '#platform/auth/cookie.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Services } from '#platform/services.ts'
import type { RawForm } from '#web/body.ts'
import { Actions, Field, FieldSection, Form, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, motDePasse, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { conflict } from '#web/http/errors.tsx'
import { connexionUrl } from '#web/links.ts'
import { lireVisiteur } from '../db/visiteur.queries.ts'
import type { Gestes } from '../gestes/composer.ts'
import { agirPour } from '../gestes/tenir-ses-sessions.ts'
import { codeDeRepriseUrl, oubliUrl, reprendreUrl } from '../web/liens.ts'
import { jetonDe, reconnaitreAppareil } from '../web/visiteur.ts'

const GARDE_HEURES = 24
/** La borne d’un champ de formulaire (`limites.longueur`), moins une marge. */
const SCELLE_MAX = 190_000
const usage = 'comptes.reprise'

type Envoi = {
  readonly chemin: string
  readonly organisme: string
  readonly champs: readonly (readonly [string, readonly string[]])[]
  readonly le: number
}

const sceller = (keys: Keys, e: Envoi): string =>
  Buffer.from(keys.encrypt(usage, usage, deflateRawSync(JSON.stringify(e)))).toString('base64url')

const desceller = (keys: Keys, scelle: string, maintenant: Date): Envoi | undefined => {
  const clair = keys.decrypt(usage, usage, Buffer.from(scelle, 'base64url'))
  const e = clair && (JSON.parse(inflateRawSync(clair).toString('utf8')) as Envoi)
  return e && maintenant.getTime() - e.le < GARDE_HEURES * 3_600_000 ? e : undefined
}

const champs = z.object({ courriel: courriel(), motDePasse: motDePasse(), envoi: texte({ max: 200_000 }) })
const champsDuCode = z.object({
  code: texte({ min: 1, max: 40, vide: 'Recopiez le code à six chiffres, ou un code de secours.' }),
  envoi: texte({ max: 200_000 }),
})

const titre = 'Ce que vous avez écrit est gardé'

const Vue = ({
  form,
  envoi,
  fichiers,
}: {
  form: FormOf<typeof champs>
  envoi: string
  fichiers?: boolean
}) => (
  <PublicPage
    title={titre}
    lede="Votre session s’est fermée, faute d’activité. Donnez votre mot de passe : votre envoi part tel que vous l’avez écrit."
    alert={form.alert}
  >
    <Form form={form} action={reprendreUrl()} noms={{ courriel: 'Courriel', motDePasse: 'Mot de passe' }}>
      <FieldSection titre="C’est bien vous">
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          inputmode="email"
          autocomplete="username"
          span={3}
        />
        <Field
          form={form}
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          span={3}
        />
        <input type="hidden" name="envoi" value={envoi} />
      </FieldSection>
      {fichiers ? <p>Les fichiers joints, eux, sont à joindre de nouveau : la page vous le redira.</p> : null}
      <Actions libelle="Se connecter et envoyer">
        <a href={oubliUrl()} target="_blank" rel="noopener">
          Mot de passe oublié (dans un autre onglet)
        </a>
      </Actions>
    </Form>
  </PublicPage>
)

const VueDuCode = ({ form, envoi }: { form: FormOf<typeof champsDuCode>; envoi: string }) => (
  <PublicPage
    title={titre}
    lede="Votre compte demande, en plus du mot de passe, le code du moment."
    alert={form.alert}
  >
    <Form form={form} action={codeDeRepriseUrl()} noms={{ code: 'Code' }}>
      <FieldSection titre="Votre code">
        <Field
          form={form}
          name="code"
          label="Code à six chiffres, ou code de secours"
          autocomplete="one-time-code"
          span={3}
        />
        <input type="hidden" name="envoi" value={envoi} />
      </FieldSection>
      <Actions libelle="Continuer et envoyer" />
    </Form>
  </PublicPage>
)

/** La page qui garde cet envoi et demande le mot de passe ; trop long pour elle, l’envoi est refusé comme avant. */
export const garderLEnvoi = (c: Context<Env>, raw: RawForm): Response | Promise<Response> | undefined => {
  const { keys, clock } = c.get('services')
  const organisme = raw.champs.get('_organisme')?.[0] ?? ''
  const { pathname, search } = new URL(c.req.url)
  const envoi = sceller(keys, {
    chemin: pathname + search,
    organisme,
    champs: [...raw.champs],
    le: clock.now().getTime(),
  })
  if (envoi.length > SCELLE_MAX) return undefined
  return c.html(<Vue form={emptyForm()} envoi={envoi} fichiers={raw.fichiers.size > 0} />, 409)
}

export const reprendrePage = (
  {
    connecter,
    deconnecter,
    confirmerSecondFacteur,
    ...gestes
  }: Pick<Gestes, 'connecter' | 'deconnecter' | 'confirmerSecondFacteur' | 'reconnaitreAppareil'>,
  { db, keys, clock, config }: Pick<Services, 'db' | 'keys' | 'clock' | 'config'>,
) => {
  const perdu = (c: Context<Env>) =>
    conflict(
      c,
      `Cet envoi ne se retrouve plus : il se garde ${GARDE_HEURES} heures. Connectez-vous, puis écrivez-le de nouveau.`,
    )
  const temoin = (jeton: string, retenue: boolean) =>
    generateCookie(sessionCookieName(config.origine), jeton, sessionCookieOptions(config.origine, retenue))

  /** Renvoie le formulaire à son adresse, sous la session neuve ; c’est la réponse de cette page qui part. */
  const repartir = async (
    c: Context<Env>,
    envoi: Envoi,
    scelle: string,
    jeton: string,
    retenue: boolean,
  ): Promise<Response> => {
    const empreinte = tokenDigest(jeton)
    const organisme = asId<'Organisme'>(envoi.organisme)
    const vu = await lireVisiteur(db, empreinte)
    if (
      !organisme ||
      (vu?.organisme !== organisme && !(await agirPour(db, empreinte, organisme, undefined)).ok)
    ) {
      await deconnecter(jeton)
      return conflict(c, 'Ce compte n’est pas de la coopérative où ce formulaire avait été ouvert.')
    }
    const entre = await lireVisiteur(db, empreinte)
    // La coopérative demande un code que ce compte n’a pas : renvoyé, le formulaire serait perdu.
    if (!entre?.organisme && entre?.codeDu) {
      await deconnecter(jeton)
      const alert = {
        titre: 'Votre formulaire est toujours là',
        phrase:
          'Votre coopérative demande un code en plus du mot de passe, et vous ne l’avez pas encore. Activez-le dans un autre onglet, en vous connectant, puis revenez ici.',
      }
      return c.html(<Vue form={withAlert(emptyForm(), alert)} envoi={scelle} />, 409)
    }
    c.header('set-cookie', temoin(jeton, retenue), { append: true })
    await reconnaitreAppareil(c, gestes, jeton)
    const headers = new Headers(c.req.raw.headers)
    headers.delete('content-length')
    headers.set('content-type', 'application/x-www-form-urlencoded')
    headers.set('cookie', `${sessionCookieName(config.origine)}=${jeton}`)
    const body = new URLSearchParams(
      envoi.champs.flatMap(([nom, valeurs]) => valeurs.map((v): [string, string] => [nom, v])),
    )
    c.set(
      'aRejouer',
      new Request(new URL(envoi.chemin, c.req.url), { method: 'POST', headers, body: body.toString() }),
    )
    return c.body(null, 204)
  }

  return new Hono<Env>()
    .get(reprendreUrl.modele, (c) => c.redirect(connexionUrl(), 303))
    .post(reprendreUrl.modele, async (c) => {
      const read = await readForm(champs, c)
      const scelle = read.form.values.get('envoi')?.[0] ?? ''
      if (!read.ok) return c.html(<Vue form={read.form} envoi={scelle} />, read.status)
      const envoi = desceller(keys, scelle, clock.now())
      if (!envoi) return perdu(c)
      const entree = await connecter({
        courriel: read.data.courriel,
        motDePasse: read.data.motDePasse,
        adresse: clientIp(c),
        agent: c.req.header('user-agent') ?? '',
        retenue: false,
      })
      if (!entree.ok) {
        const alert = { titre: 'Vous n’êtes pas connecté·e', phrase: entree.error.phrase }
        return c.html(<Vue form={withAlert(read.form, alert)} envoi={scelle} />, 422)
      }
      const ancien = jetonDe(c)
      if (ancien) await deconnecter(ancien)
      if (entree.value.etat === 'ouverte') return repartir(c, envoi, scelle, entree.value.jeton, false)
      c.header('set-cookie', temoin(entree.value.jeton, false), { append: true })
      return c.html(<VueDuCode form={emptyForm()} envoi={scelle} />)
    })
    .post(codeDeRepriseUrl.modele, async (c) => {
      const jeton = jetonDe(c)
      const read = await readForm(champsDuCode, c)
      const scelle = read.form.values.get('envoi')?.[0] ?? ''
      if (!jeton) return c.redirect(connexionUrl(), 303)
      if (!read.ok) return c.html(<VueDuCode form={read.form} envoi={scelle} />, read.status)
      const envoi = desceller(keys, scelle, clock.now())
      if (!envoi) return perdu(c)
      const fait = await confirmerSecondFacteur(jeton, read.data.code)
      if (fait.ok) return repartir(c, envoi, scelle, fait.value?.jeton ?? jeton, fait.value?.retenue ?? false)
      if (fait.error.code === 'deconnecte') return c.redirect(connexionUrl(), 303)
      const alert = { titre: 'Ce code n’ouvre pas', phrase: fait.error.phrase }
      return c.html(<VueDuCode form={withAlert(emptyForm(), alert)} envoi={scelle} />, 422)
    })
}
