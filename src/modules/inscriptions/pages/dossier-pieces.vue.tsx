import {
  demanderSignatureUrl,
  estDe,
  nomDuGenre,
  pieceUrl,
  signerPourOrganismeUrl,
} from '#modules/documents/index.ts'
import { Button, Etat, Form } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { piecesDuDossierUrl } from '../liens.ts'
import { attendSaPiece, type Vu } from './dossier-gens.vue.tsx'
import { Retenues } from './retenues.tsx'

const accordee = (p: Vu['pieces'][number]) => estDe(p.genre, 'feminin')

const etatDe = (p: Vu['pieces'][number]) =>
  p.client && p.genre === 'devis' ? (
    // Un devis ne se signe que d’un côté.
    <Etat etat="prouve" mot="signé par le client" />
  ) : p.client && p.organisme ? (
    <Etat etat="prouve" mot={`${accordee(p) ? 'signée' : 'signé'} des deux côtés`} />
  ) : p.client ? (
    <Etat etat="partiel" mot="le client a signé" />
  ) : p.envoyee ? (
    <Etat etat="partiel" mot="chez le client" />
  ) : (
    <Etat etat="a-venir" mot={accordee(p) ? 'émise, pas envoyée' : 'émis, pas envoyé'} />
  )

/** Les pièces qui valent pour ce client, et le geste de chacune : envoyer, signer. Sans quitter le dossier des yeux. */
export const PiecesDuDossier = (vu: Vu) => {
  const { session, d, pieces, emet, signe, retenues } = vu
  const principal = d.regime === 'contrat' ? 'contrat' : 'convention'
  const aPiece = d.regime === 'contrat' || d.regime === 'convention'
  if (!aPiece) return null
  // Tant que personne n’est inscrit ou que l’échéancier manque, l’émission serait refusée : rien ne s’offre encore.
  const manque = attendSaPiece(vu)
  const nom = [d.signatairePrenom, d.signataireNom].filter(Boolean).join(' ')
  return (
    <>
      {pieces.length > 0 ? (
        <ul class="presence">
          {pieces.map((p) => (
            <li>
              <p>
                <a href={pieceUrl({ piece: p.id })}>
                  {nomDuGenre(p.genre)} {p.numero}
                </a>{' '}
                {etatDe(p)}
              </p>
              {emet && !p.client && !p.envoyee && d.signataireCourriel && nom !== '' ? (
                <Form
                  form={emptyForm(undefined, {})}
                  action={demanderSignatureUrl({ piece: p.id })}
                  classe=""
                >
                  <input type="hidden" name="nom" value={nom} />
                  <input
                    type="hidden"
                    name="qualite"
                    value={d.signataireQualite ?? (d.regime === 'contrat' ? 'stagiaire' : '')}
                  />
                  <input type="hidden" name="courriel" value={d.signataireCourriel} />
                  <p>
                    <Button genre="call">Envoyer pour signature</Button>{' '}
                    <span class="sub">
                      À {nom}, {d.signataireCourriel}.
                    </span>
                  </p>
                </Form>
              ) : null}
              {signe && p.client && !p.organisme && p.genre !== 'devis' ? (
                <Form form={emptyForm()} action={signerPourOrganismeUrl({ piece: p.id })} classe="">
                  <p>
                    <Button genre="call">Signer pour l’organisme</Button>
                  </p>
                </Form>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {manque && retenues.length > 0 ? (
        <Retenues
          avant={principal === 'contrat' ? 'avant d’émettre le contrat' : 'avant d’émettre la convention'}
          lignes={retenues}
        />
      ) : null}
      {manque && retenues.length === 0 ? (
        <Form
          form={emptyForm()}
          action={piecesDuDossierUrl({ session: session.id, dossier: d.id })}
          classe=""
        >
          <p>
            <Button genre="call" geste={`emettre-${principal}`}>
              {principal === 'contrat' ? 'Émettre le contrat' : 'Émettre la convention'}
            </Button>{' '}
            <Button geste={`epreuve-${principal}`}>
              Voir l’aperçu
              <span class="unseen"> {principal === 'contrat' ? 'du contrat' : 'de la convention'}</span>
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}
