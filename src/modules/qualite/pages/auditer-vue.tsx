/** Ce que lit l’auditeur du dehors : des dossiers, des preuves qui s’ouvrent, des pièces. Rien de nos constats. */
import { compter } from '#kernel/texte.ts'
import { Definitions, Empty, Section, Table } from '#web/components.tsx'
import type { PhotoDAuditeur } from '../domain/photo.ts'
import { type Adresses, jourCourt } from './audit-vue.tsx'

export const PointsARegarder = ({ photo, adresses }: { photo: PhotoDAuditeur; adresses: Adresses }) => (
  <Section titre="Les preuves, par indicateur" id="programme">
    <Table
      legende="Les points à examiner"
      lignes={photo.points}
      colonnes={[
        { titre: 'N°', nombre: true, cell: (p) => (/^\d+$/.test(p.point) ? p.point : '–') },
        {
          titre: 'Point',
          entete: true,
          cell: (p) => <a href={adresses.point(p.point)}>{p.intitule}</a>,
        },
        {
          titre: 'Preuves',
          cell: (p) =>
            p.preuves.length === 0
              ? 'à montrer sur place'
              : compter(p.preuves.length, 'preuve', { pluriel: 'preuves' }),
        },
      ]}
    />
  </Section>
)

/** Les preuves d’un point, chacune ouverte sur place. */
export const PreuvesDuPoint = ({
  point,
  photo,
  adresses,
}: {
  point: PhotoDAuditeur['points'][number]
  photo: PhotoDAuditeur
  adresses: Adresses
}) => {
  const sessions = new Map(photo.sessions.map((s) => [s.id, s.numero]))
  const pieces = new Map(photo.pieces.map((p) => [p.id, p]))
  return (
    <>
      <Section titre="Ce qui est attendu" id="attendu">
        <p class="lede">{point.attendu}</p>
      </Section>
      <Section titre="Les preuves" id="preuves">
        {point.preuves.length === 0 ? (
          <Empty titre="À montrer sur place">
            La coopérative vous le montre, ou vous l’ouvrez avec elle.
          </Empty>
        ) : (
          <Table
            legende="Preuves des dossiers de l’audit"
            lignes={point.preuves}
            colonnes={[
              {
                titre: 'De qui, de quoi',
                entete: true,
                cell: (f) => (
                  <>
                    {f.nom || 'la coopérative'}
                    <small>
                      {f.de}
                      {f.session && !f.nom.includes(sessions.get(f.session) ?? '\0')
                        ? `, ${sessions.get(f.session) ?? ''}`
                        : ''}
                    </small>
                  </>
                ),
              },
              {
                titre: 'La preuve',
                cell: (f) => (
                  <>
                    {f.contenu.length > 0 ? (
                      <details>
                        <summary>
                          Ouvrir
                          <span class="unseen"> : {[f.de, f.nom].filter((t) => t !== '').join(', ')}</span>
                        </summary>
                        <Definitions lignes={f.contenu.map(([nom, valeur]) => [nom, valeur] as const)} />
                      </details>
                    ) : null}
                    {f.pieces.flatMap((id) => {
                      const p = pieces.get(id)
                      return p
                        ? [
                            <small>
                              <a href={adresses.piece(id)}>{p.libelle}</a>
                            </small>,
                          ]
                        : []
                    })}
                  </>
                ),
              },
              { titre: 'Le', cell: (f) => (f.le ? jourCourt(f.le) : '') },
              { titre: 'Par', cell: (f) => f.auteur },
            ]}
          />
        )}
      </Section>
    </>
  )
}
