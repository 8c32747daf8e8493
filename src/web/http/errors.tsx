import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Page, PublicPage } from '#web/components/frame.tsx'
import { pageContext } from '#web/context.ts'
import type { Env } from '#web/env.ts'
import { accueilUrl, aujourdhuiUrl } from '#web/links.ts'

/** Une page qui dit non : ce qui s'est passé, ce qui est gardé, où aller. */
const Refuse = ({ title, phrase, children }: { title: string; phrase: string; children?: Child }) => {
  const { visiteur } = pageContext()
  const suite = children ?? (
    <p>
      <a href={visiteur ? aujourdhuiUrl() : accueilUrl()}>
        {visiteur ? 'Revenir à la journée' : 'Revenir à l’accueil'}
      </a>
    </p>
  )
  return visiteur ? (
    <Page title={title} lede={phrase}>
      {suite}
    </Page>
  ) : (
    <PublicPage title={title} lede={phrase}>
      {suite}
    </PublicPage>
  )
}

const refuse = (
  c: Context<Env>,
  status: ContentfulStatusCode,
  title: string,
  phrase: string,
  suite?: Child,
) =>
  c.html(
    <Refuse title={title} phrase={phrase}>
      {suite}
    </Refuse>,
    status,
  )

/** Absent, ou d'un autre organisme : la même page, les mêmes mots. */
export const notFound = (c: Context<Env>) =>
  refuse(c, 404, 'Page introuvable', 'Cette adresse ne mène à rien que vous puissiez voir ici.')

export const forbidden = (
  c: Context<Env>,
  phrase = 'Votre rôle dans la coopérative ne permet pas ce geste.',
) => refuse(c, 403, 'Geste réservé', phrase)

export const crossSite = (c: Context<Env>) =>
  refuse(
    c,
    403,
    'Envoi refusé',
    'Ce formulaire n’est pas parti d’une de nos pages. Rien n’a été enregistré. Ouvrez la page ici, puis recommencez.',
  )

export const conflict = (c: Context<Env>, phrase: string, title = 'Rien n’a été enregistré') =>
  refuse(c, 409, title, phrase)

export const tooLarge = (c: Context<Env>, phrase: string) => refuse(c, 413, 'Envoi trop lourd', phrase)

export const unprocessable = (c: Context<Env>, phrase: string) => refuse(c, 422, 'Envoi illisible', phrase)

/** Trop d'essais : dit quand recommencer. `dit` : le titre et la phrase, quand ce ne sont pas des essais. */
export const tooMany = (c: Context<Env>, secondes: number, dit?: { title: string; phrase: string }) => {
  c.header('retry-after', String(secondes))
  if (dit) return refuse(c, 429, dit.title, dit.phrase)
  const attente = secondes < 90 ? `${secondes} secondes` : `${Math.ceil(secondes / 60)} minutes`
  return refuse(c, 429, 'Trop d’essais', `Attendez ${attente} avant de recommencer. Rien n’est perdu.`)
}

/** Un service dont la page dépend ne répond pas : à redemander bientôt. */
export const unavailable = (c: Context<Env>, phrase: string) => {
  c.header('retry-after', '30')
  return refuse(c, 503, 'Pas en ce moment', phrase)
}

/** Une panne : journalisée sous un numéro que la page montre. */
export const failure = (c: Context<Env>, erreur: unknown) => {
  const numero = c.get('requestId')
  c.get('services').log.error('web.panne', erreur, { requestId: numero, methode: c.req.method })
  return refuse(
    c,
    500,
    'Une panne de notre côté',
    'La page ne s’est pas faite, et rien n’a été enregistré à moitié. Vous pouvez recommencer.',
    <p>
      Si cela revient, donnez ce numéro à la personne qui tient Coforme :{' '}
      <code class="copiable">{numero}</code>
    </p>,
  )
}
