import type { Hono } from 'hono'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Services } from '#platform/services.ts'
import type { Env, Visiteur } from '#web/env.ts'
import type { CoformeModule } from '#web/module.ts'
import { pagesDevant } from './index.ts'

type Pages = Pick<Hono<Env>, 'request'>

/** Envoie un formulaire comme la page même l’enverrait, et rend la réponse telle quelle, sans suivre le renvoi. */
export const envoyer = (
  app: Pages,
  url: string,
  champs: Readonly<Record<string, string>> | FormData = {},
): Promise<Response> =>
  Promise.resolve(
    app.request(url, {
      method: 'POST',
      headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
      body: champs instanceof FormData ? champs : new URLSearchParams(champs),
    }),
  )

/** Les pages de ces modules devant qui anime une session d’essai, sous ces rôles ; `null` : personne n’est entré. */
export const devantLaSession = (
  modules: readonly CoformeModule[],
  session: { readonly organisme: OrganismeId; readonly personne: PersonneId },
  services: Services,
  roles: readonly string[] | null = ['formateur'],
  traits: Partial<Visiteur> = {},
) =>
  pagesDevant(services, modules, () =>
    roles
      ? {
          roles,
          personneId: session.personne,
          organisme: { id: session.organisme, code: 'fil', nom: 'Langue & Lien' },
          ...traits,
        }
      : undefined,
  ).app

/** Ce qui se lit d’une page : ni balise, ni script, une espace simple entre deux mots. */
export const enMots = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
