/** Les photographies d’un bien prêté : qui le prête les ajoute et les ôte. */
import { peutSuivre } from '#modules/organisme/index.ts'
import { Section } from '#web/components.tsx'
import type { Bien, Photo } from '../domain/biens.ts'
import { bienUrl, photoDeBienUrl, photographierBienUrl } from '../liens.ts'
import { Bouton } from './compte-courant-vue.tsx'

export const Photos = ({ b, photos }: { b: Bien; photos: readonly Photo[] }) => {
  const tient = b.mien && !b.retireLe && peutSuivre('salles.tenir')
  if (photos.length === 0 && !tient) return null
  return (
    <Section titre="Photographies" id="photos">
      {photos.map((p) => (
        <figure>
          <img
            src={photoDeBienUrl({ bien: b.bien, photo: p.photo })}
            alt={p.legende}
            loading="lazy"
            width="320"
          />
          <figcaption>{p.legende}</figcaption>
          {tient ? (
            <Bouton vers={`${bienUrl({ bien: b.bien })}/oter`} cache={{ photo: p.photo }}>
              Ôter cette photographie
            </Bouton>
          ) : null}
        </figure>
      ))}
      {tient ? (
        <p>
          <a href={photographierBienUrl({ bien: b.bien })}>Ajouter une photographie</a>
        </p>
      ) : null}
    </Section>
  )
}
