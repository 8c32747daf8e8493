-- Une reprise se mesure à ce qui est en réserve chaque jour à venir : la porte lit le jour où chaque somme compte.
call app.laisser_lire('cae.reserve', 'organisme_id, id, activite_id, le, montant_centimes, accorde_le');
