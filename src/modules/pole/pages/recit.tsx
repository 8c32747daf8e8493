import type { Child } from 'hono/jsx'
import { lireRecit, type Segment } from '../domain/recit.ts'

const Segments = ({ segments }: { segments: readonly Segment[] }) => (
  <>
    {segments.map((s) =>
      s.genre === 'lien' ? (
        <a href={s.href} rel="nofollow noopener">
          {s.texte}
        </a>
      ) : s.genre === 'fort' ? (
        <strong>{s.texte}</strong>
      ) : (
        s.texte
      ),
    )}
  </>
)

/**
 * Un récit écrit par quelqu'un : tout y est texte, échappé ; ses titres sont de rang 2, ou 3 dans une section. `image` dessine une image
 * d'après son identifiant ; sans lui, il n'en reste que ce qu'elle montre.
 */
export const Recit = ({
  texte,
  niveau = 2,
  image,
}: {
  texte: string
  niveau?: 2 | 3
  image?: (id: string, alt: string) => Child
}) => (
  <>
    {lireRecit(texte).map((b) => {
      if (b.genre === 'titre') return niveau === 2 ? <h2>{b.texte}</h2> : <h3>{b.texte}</h3>
      if (b.genre === 'image')
        return image ? <p class="dans-le-texte">{image(b.id, b.alt)}</p> : <p>{b.alt}</p>
      if (b.genre === 'paragraphe')
        return (
          <p>
            {b.lignes.map((l, i) => (
              <>
                {i > 0 ? <br /> : null}
                <Segments segments={l} />
              </>
            ))}
          </p>
        )
      const points = b.points.map((p) => (
        <li>
          <Segments segments={p} />
        </li>
      ))
      return b.genre === 'numeros' ? <ol class="sujets">{points}</ol> : <ul class="puces">{points}</ul>
    })}
  </>
)
