import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { personneUrl, type TiersId } from '#modules/tiers/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Etat, Form, Section, Table } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { identifiant } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Acces,
  accesDe,
  type DernierCourriel,
  dernierCourriel,
  ficheAJoindre,
  genresDe,
} from '../db/espaces.ts'
import { envoyerLeLien, retirerUnLien } from '../gestes/donner-acces.ts'
import { accesUrl } from '../liens.ts'

const mots: Readonly<Record<Acces['genre'], string>> = {
  stagiaire: 'son espace de stagiaire',
  client: 'l’espace de son entreprise',
  intervenant: 'ses interventions',
  agenda: 'son agenda',
}
const jourDe = (le: Date | null): string =>
  le ? formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'court') : 'jamais'
/** L’envoi demandé, et ce que le courrier en a fait quand il n’est pas parti. */
const direEnvoye = (a: Acces, courriel: DernierCourriel | undefined) => {
  // L’agenda n’est dans aucun courriel : son adresse se lit dans l’espace.
  if (a.genre === 'agenda') return 'se lit dans son espace'
  if (!a.envoyeLe || !courriel || courriel.etat === 'parti') return jourDe(a.envoyeLe)
  if (courriel.etat === 'refuse' || courriel.etat === 'retenu')
    return <Etat etat="manquant" mot={`non remis le ${jourDe(courriel.le)}`} />
  return <Etat etat="a-venir" mot="en route" />
}
const droit = 'inscriptions.inscrire'

/** Les liens d’une personne : les lui envoyer, en retirer un. Retiré, un lien ne vaut plus au clic suivant. */
export const accesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().post(accesUrl.modele, exigerDroit(droit), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const personne = asId<'Personne'>(c.req.param('personne') ?? '')
      const read = await readForm(
        z.object({ acces: identifiant((t) => asId(t) ?? undefined, { phrase: '' }).optional() }),
        c,
      )
      const fiche = personne && (await ficheAJoindre(tx, personne))
      if (!personne || !fiche || !read.ok || !visiteur.organisme || !peutVisiteur(visiteur, droit))
        return notFound(c)
      const le = clock.now()
      const retour = personneUrl({ personne: personne as string as TiersId })
      if (read.geste === 'retirer') {
        const id = read.data.acces
        if (!id || !(await retirerUnLien(tx, personne, fiche, id, le))) return notFound(c)
        return redirectWith(c, retour, {
          genre: 'fait',
          fort: 'Le lien est retiré : il ne vaut plus dès maintenant.',
        })
      }
      const fait = await envoyerLeLien(tx, visiteur.organisme.id, personne, fiche, le)
      if (!fait.ok) return redirectWith(c, retour, { genre: 'mal', fort: fait.error.phrase })
      return redirectWith(c, retour, { genre: 'fait', fort: 'Le lien part à son adresse.' })
    }),
  )

export const contributionEspace: PersonneContribution = {
  nom: 'espace',
  rang: 80,
  async section(tx, personnes, visiteur) {
    const personne = asId<'Personne'>(personnes[0] ?? '')
    if (!personne || !peutVisiteur(visiteur, droit)) return undefined
    const [acces, genres] = [await accesDe(tx, personne), await genresDe(tx, personne)]
    if (acces.length === 0 && genres.length === 0) return undefined
    const courriel = await dernierCourriel(tx, personne)
    return (
      <Section
        titre="Son espace, sans compte"
        id="espace"
        sous="Un lien personnel, trente jours : ses papiers, ses dates, ce qui reste à signer, ses données."
      >
        {acces.length > 0 ? (
          <Table
            legende="Liens de cette personne"
            lignes={acces}
            colonnes={[
              { titre: 'Ouvre', entete: true, cell: (a) => mots[a.genre] },
              { titre: 'Envoyé', cell: (a) => direEnvoye(a, courriel) },
              { titre: 'Ouvert', cell: (a) => jourDe(a.vuLe) },
              {
                titre: 'État',
                cell: (a) =>
                  a.retireLe ? (
                    <Etat etat="sans-objet" mot={`retiré le ${jourDe(a.retireLe)}`} />
                  ) : (
                    <Form form={emptyForm()} action={accesUrl({ personne })} classe="">
                      <input type="hidden" name="acces" value={a.id} />
                      <Button geste="retirer" genre="link">
                        Retirer<span class="unseen"> {mots[a.genre]}</span>
                      </Button>
                    </Form>
                  ),
              },
            ]}
          />
        ) : null}
        {genres.length > 0 ? (
          <Form form={emptyForm()} action={accesUrl({ personne })} classe="">
            <p>
              <Button geste="envoyer">
                {acces.length > 0 ? 'Envoyer un nouveau lien' : 'Lui envoyer le lien de son espace'}
              </Button>
            </p>
          </Form>
        ) : null}
      </Section>
    )
  },
}
