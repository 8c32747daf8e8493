import { Hono, type MiddlewareHandler } from 'hono'
import { formaterNombre } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { listMailbox, readMailbox, type StoredMail } from '#platform/mail/mailbox.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Facts, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { boiteUrl, litLaBoite } from '#web/http/boite-d-essai.ts'
import { courrielUrl } from '../liens.ts'

const quand = (m: StoredMail) => formaterInstant(new Date(m.le))

const Liste = ({ messages }: { messages: readonly StoredMail[] }) => (
  <PublicPage title="La boîte d’essai" lede="Les courriels écrits ici : aucun ne part de cette machine.">
    {messages.length === 0 ? (
      <Empty titre="Aucun courriel pour l’instant.">
        Invitez quelqu’un, ou demandez un nouveau mot de passe : le message arrivera ici.
      </Empty>
    ) : (
      <ul>
        {messages.map((m) => (
          <li>
            <a href={courrielUrl({ numero: m.numero })}>{m.objet}</a>{' '}
            <span class="sub">
              à {m.a}, <time datetime={m.le}>{quand(m)}</time>
            </span>
          </li>
        ))}
      </ul>
    )}
  </PublicPage>
)

/** Les adresses d'un texte brut, rendues cliquables quand elles mènent ici ; tout le reste est échappé. */
const Texte = ({ texte, origine }: { texte: string; origine: string }) => (
  <div class="commune">
    {texte.split(/\n{2,}/).map((paragraphe) => (
      <p>
        {paragraphe
          .split(/(https?:\/\/\S+)/)
          .map((bout) => (bout.startsWith(`${origine}/`) ? <a href={bout}>{bout}</a> : bout))}
      </p>
    ))}
  </div>
)

const Message = ({ message, origine }: { message: StoredMail; origine: string }) => (
  <PublicPage title={message.objet}>
    <Facts
      faits={[
        ['À', message.a],
        ...(message.deLaPart ? ([['De la part de', message.deLaPart]] as const) : []),
        ['Écrit', quand(message)],
      ]}
    />
    <Texte texte={message.texte} origine={origine} />
    {message.jointes.length > 0 ? (
      <p class="sub">
        Joint :{' '}
        {message.jointes.map((j) => `${j.nom}, ${formaterNombre(Math.ceil(j.poids / 1000))} Ko`).join(' ; ')}
      </p>
    ) : null}
    <p>
      <a href={boiteUrl()}>Toute la boîte</a>
    </p>
  </PublicPage>
)

/** La boîte de qui n’a pas de serveur d’envoi ; qui la lit : `litLaBoite`. */
export const courrielsPages = ({ config }: Services): Hono<Env> => {
  const surPlace: MiddlewareHandler<Env> = async (c, next) => (litLaBoite(c) ? next() : c.notFound())
  return new Hono<Env>()
    .get(boiteUrl(), surPlace, async (c) => c.html(<Liste messages={await listMailbox(config.donnees)} />))
    .get(courrielUrl.modele, surPlace, async (c) => {
      const message = await readMailbox(config.donnees, c.req.param('numero'))
      return message ? c.html(<Message message={message} origine={config.origine} />) : c.notFound()
    })
}
